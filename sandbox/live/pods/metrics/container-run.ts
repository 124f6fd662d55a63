import type { ProcessUsage } from "./process-usage";
import { processKey } from "./process-usage";

/** A container that runs, for whoever measures it. */
export interface ContainerRun {
  readonly namespace: string;
  readonly pod: string;
  /** Of the pod. */
  readonly uid: string;
  readonly node: string;
  readonly container: string;
  readonly image: string;
  /** Names this run, also in the environment of all its processes. */
  readonly run: string;
  /** Its first process. */
  readonly pid: number;
  /** ms since the epoch. */
  readonly since: number;
}

/**
 * Whose process is whose. A process is in the run that its environment names; one that has none there
 * belongs to its parent's.
 *
 * @param namedRun what the environment of a process names, by {@link processKey}.
 */
export function processesByRun(
  runs: readonly ContainerRun[],
  processes: readonly ProcessUsage[],
  namedRun: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly ProcessUsage[]> {
  const byPid = new Map(processes.map((process) => [process.pid, process]));
  const firstOf = new Map(runs.map(({ pid, run }) => [pid, run]));
  const found = new Map<string, ProcessUsage[]>(runs.map(({ run }) => [run, []]));
  for (const process of processes) {
    const seen = new Set<number>();
    let run: string | undefined;
    for (
      let above: ProcessUsage | undefined = process;
      above !== undefined && run === undefined && !seen.has(above.pid);
      above = byPid.get(above.parent)
    ) {
      seen.add(above.pid);
      run = firstOf.get(above.pid) ?? namedRun.get(processKey(above));
    }
    if (run !== undefined) found.get(run)?.push(process);
  }
  return found;
}
