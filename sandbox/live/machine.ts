import { readFile } from "node:fs/promises";
import { readRegions } from "../cluster/region-state";
import { liveRegions } from "./files";
import { assertInotify } from "./inotify";
import { whyNoNetwork } from "./network/availability";
import { isLiveUp, liveStatus } from "./status";

/** What the live depth goes by. */
export interface Machine {
  /** Why pods can have no network here; absent if they can. */
  readonly noNetwork?: string;
  /** Why so many pods cannot watch their files here; absent if they can. */
  readonly noWatching?: string;
  /** Memory that programs can still have, MB; absent where the system does not say. */
  readonly availableMb?: number;
  /** Regions that the sandbox's folder holds. */
  readonly known: readonly string[];
  /** Those of them whose pods have run for real. */
  readonly live: readonly string[];
  /** Those of them that run at the live depth now. */
  readonly running: readonly string[];
}

/** What a region takes, MB: control plane 1,150, pods and what is beside them 1,400, rounded up. */
const REGION_MB = 2_700;
/** What bringing regions up takes, MB: two engines at a time, each with a provider. */
const ENGINES_MB = 1_300;

/** Why the live depth cannot be had for these regions, a sentence each; empty if it can. */
export function whyNotLive(
  { noNetwork, noWatching, availableMb, known, live, running }: Machine,
  regions: readonly string[],
): string[] {
  const reasons: string[] = [];
  if (noNetwork !== undefined) reasons.push(`${capitalized(noNetwork)}.`);
  if (noWatching !== undefined) reasons.push(noWatching);
  const starting = regions.filter((name) => !running.includes(name)).length;
  const needed = starting === 0 ? 0 : starting * REGION_MB + ENGINES_MB;
  if (availableMb !== undefined && availableMb < needed) {
    reasons.push(
      `${regions.join(" and ")} need ${gigabytes(needed)} GB of memory; ${gigabytes(availableMb)} GB are left.`,
    );
  }
  const standIns = regions.filter((name) => known.includes(name) && !live.includes(name));
  if (standIns.length > 0) {
    reasons.push(
      `This sandbox has ${standIns.join(" and ")} with pods that never ran, whose jobs count as done. ` +
        "Delete it (npm run sandbox -- reset), or name another folder by --dir.",
    );
  }
  return reasons;
}

/**
 * This machine, and what a sandbox's folder holds.
 *
 * @param regions how many are to run.
 */
export async function readMachine(directory: string, regions: number): Promise<Machine> {
  const noWatching = await assertInotify(regions).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const noNetwork = whyNoNetwork();
  const availableMb = await readAvailableMb();
  const [known, live, status] = await Promise.all([
    readRegions(directory),
    liveRegions(directory),
    liveStatus(directory),
  ]);
  return {
    ...(noNetwork !== undefined && { noNetwork }),
    ...(noWatching !== undefined && { noWatching }),
    ...(availableMb !== undefined && { availableMb }),
    known: known.map(({ name }) => name),
    live,
    running: status.filter(isLiveUp).map(({ region }) => region),
  };
}

async function readAvailableMb(): Promise<number | undefined> {
  const text = await readFile("/proc/meminfo", "utf8").catch(() => "");
  const [, kilobytes] = /^MemAvailable:\s+(\d+) kB$/m.exec(text) ?? [];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1_024;
}

const gigabytes = (megabytes: number): string => (megabytes / 1_024).toFixed(1);

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
