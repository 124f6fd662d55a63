import { rm } from "node:fs/promises";
import { join } from "node:path";
import { resetControlPlanes } from "../sandbox/cluster/control-planes";
import { sandboxDirectory, sandboxLayout } from "../sandbox/layout";
import { withLock } from "../sandbox/processes/lock";
import { type RegionLab, startRegionLab } from "./region-lab";

export interface BenchOptions {
  /** How often each side of a comparison is measured. */
  readonly runs: number;
  readonly signal: AbortSignal;
  /** Told, in a line, how far it is. */
  readonly report: (line: string) => void;
}

/** What a benchmark works with. */
export interface Bench extends BenchOptions {
  /** One region's cluster, which comes up for the first benchmark that asks for it. */
  readonly region: () => Promise<RegionLab>;
}

/** Apart from the user's own sandbox, which may be running. */
const layout = sandboxLayout(join(sandboxDirectory, "bench"));

/**
 * Measures something alone on this machine, and deletes what that needed, whatever comes in between.
 *
 * @throws ProcessError `busy` if another process measures: each would spoil the other's figures.
 */
export async function withBench<T>(
  options: BenchOptions,
  measure: (bench: Bench) => Promise<T>,
): Promise<T> {
  return await withLock(`${layout.directory}.lock`, "running benchmarks", async () => {
    let lab: Promise<RegionLab> | undefined;
    await deleteSandbox();
    try {
      return await measure({
        ...options,
        region: () => (lab ??= startRegionLab(layout, options)),
      });
    } finally {
      await deleteSandbox();
    }
  });
}

async function deleteSandbox(): Promise<void> {
  await resetControlPlanes(layout.directory);
  await rm(layout.directory, { recursive: true, force: true });
}
