import { type ProcessUsage, processKey } from "./process-usage";

/** What the processes of one container's run have used of the CPU, those that have ended included. */
export interface CpuAccount {
  /** In ticks; it never falls. */
  readonly ticks: number;
  /** Ticks of processes that have ended and that none of the others has waited for. */
  readonly orphaned: number;
  /** Those of them that somebody may have waited for since, by who that is. */
  readonly awaited: ReadonlyMap<string, number>;
  /** Those that were there when it was counted, by {@link processKey}. */
  readonly processes: ReadonlyMap<string, ProcessUsage>;
}

const NOTHING: CpuAccount = { ticks: 0, orphaned: 0, awaited: new Map(), processes: new Map() };

/**
 * Goes on with the account of a run. The kernel adds the time of a process that has ended to the parent
 * that waits for it. Of one that nobody in the container has waited for, its time as it was last seen
 * is kept here; and if its parent was read too early to have waited, it is not counted twice by the
 * next time. So the sum is at most what was used.
 *
 * @param present all processes of the run. None of them may have ended before the last was read.
 */
export function accountCpu(
  present: readonly ProcessUsage[],
  before: CpuAccount = NOTHING,
): CpuAccount {
  const processes = new Map(present.map((process) => [processKey(process), process]));
  const { ended, awaited, passedOn } = settle(before, processes);
  const stillAwaited = new Map<string, number>();
  let { orphaned } = before;
  for (const heir of new Set([...ended.keys(), ...awaited.keys()])) {
    const of = (ticks: TicksByHeir) => ticks.get(heir) ?? 0;
    const got = inherited(heir, before.processes, processes);
    const missing = Math.max(0, of(awaited) + of(ended) - got);
    orphaned += missing - of(awaited);
    // Its parent has been read since it ended, so what it has not got by now it never will.
    const open = Math.min(missing, of(ended) + of(passedOn));
    if (heir !== undefined && open > 0) stillAwaited.set(heir, open);
  }
  const running = present.reduce((sum, process) => sum + totalOf(process), 0);
  return { ticks: running + orphaned, orphaned, awaited: stillAwaited, processes };
}

type Processes = ReadonlyMap<string, ProcessUsage>;

/** Ticks by whoever has them now, or may get them; undefined for nobody in the container. */
type TicksByHeir = Map<string | undefined, number>;

/** Whose heir is who, now that some processes have ended: the nearest ancestor that has not. */
function settle({ processes: former, awaited }: CpuAccount, present: Processes) {
  const byPid = new Map([...former.values()].map((process) => [process.pid, process]));
  const heirOf = (process: ProcessUsage | undefined): string | undefined => {
    const seen = new Set<ProcessUsage>();
    let above = process;
    while (above !== undefined && !seen.has(above)) {
      const key = processKey(above);
      if (present.has(key)) return key;
      seen.add(above);
      above = byPid.get(above.parent);
    }
    return undefined;
  };
  const ended: TicksByHeir = new Map();
  const awaitedNow: TicksByHeir = new Map();
  const passedOn: TicksByHeir = new Map();
  const add = (to: TicksByHeir, heir: string | undefined, ticks: number) =>
    to.set(heir, (to.get(heir) ?? 0) + ticks);
  for (const [key, process] of former) {
    const heir = heirOf(process);
    if (heir !== key) add(ended, heir, totalOf(process));
  }
  for (const [key, ticks] of awaited) {
    const heir = heirOf(former.get(key));
    add(awaitedNow, heir, ticks);
    if (heir !== key) add(passedOn, heir, ticks);
  }
  return { ended, awaited: awaitedNow, passedOn };
}

/** What a process has got from children that it has waited for since it was last seen. */
function inherited(heir: string | undefined, former: Processes, present: Processes): number {
  if (heir === undefined) return 0;
  const [was, is] = [former.get(heir), present.get(heir)];
  return was === undefined || is === undefined ? 0 : is.reapedTicks - was.reapedTicks;
}

const totalOf = ({ ownTicks, reapedTicks }: ProcessUsage): number => ownTicks + reapedTicks;
