import { join } from "node:path";
import { sandboxDirectory, sandboxLayout } from "../sandbox/layout";
import { withLock } from "../sandbox/processes/lock";
import { deleteSandbox } from "../sandbox/stop";
import { type LiveLab, runningLiveLab, startLiveLab } from "./live-lab";
import { type RegionLab, startRegionLab } from "./region-lab";

export interface BenchOptions {
  /** How often each side of a comparison is measured. */
  readonly runs: number;
  readonly signal: AbortSignal;
  /** Told, in a line, how far it is. */
  readonly report: (line: string) => void;
  /** Folder of a sandbox whose pods run, to measure on. @default one is brought up where it is needed */
  readonly liveDirectory?: string;
}

/** What a benchmark works with. */
export interface Bench extends BenchOptions {
  /** One region's cluster, which comes up for the first benchmark that asks for it. */
  readonly region: () => Promise<RegionLab>;
  /** Two regions whose pods run. */
  readonly live: () => Promise<LiveLab>;
}

/** Apart from the user's own sandbox, which may be running. */
const layout = sandboxLayout(join(sandboxDirectory, "bench"));
const liveLayout = sandboxLayout(join(sandboxDirectory, "bench-live"));

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
    let live: Promise<LiveLab> | undefined;
    const { liveDirectory } = options;
    const deleteSandboxes = async () => {
      await deleteSandbox(layout);
      await deleteSandbox(liveLayout);
    };
    await deleteSandboxes();
    try {
      return await measure({
        ...options,
        region: () => (lab ??= startRegionLab(layout, options)),
        live: () =>
          (live ??=
            liveDirectory === undefined
              ? startLiveLab(liveLayout, options)
              : runningLiveLab(sandboxLayout(liveDirectory), options)),
      });
    } finally {
      await deleteSandboxes();
    }
  });
}
