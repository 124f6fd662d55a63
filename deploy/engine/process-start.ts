import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { parseProcStat } from "../../sandbox/processes/process-table";

/** A running process, as much as tells whether it can be the one that was meant. */
export interface RunningProcess {
  /** Name of its program, which systems may cut short. */
  readonly program: string;
  readonly startedAt: Date;
}

/** A process by its id; undefined if there is none, or one that has ended and is not collected yet. */
export async function runningProcess(pid: number): Promise<RunningProcess | undefined> {
  try {
    return process.platform === "linux" ? await fromProc(pid) : await fromPs(pid);
  } catch {
    return undefined;
  }
}

/** Linux counts process times in hundredths of a second, whatever the kernel's own clock does. */
const TICKS_PER_SECOND = 100;

async function fromProc(pid: number): Promise<RunningProcess | undefined> {
  const [stat, name, system] = await Promise.all([
    readFile(`/proc/${pid}/stat`, "utf8"),
    readFile(`/proc/${pid}/comm`, "utf8"),
    readFile("/proc/stat", "utf8"),
  ]);
  const { state, startTicks } = parseProcStat(stat);
  const bootedAt = Number(/^btime (\d+)$/m.exec(system)?.[1]);
  if (state.startsWith("Z") || state.startsWith("X")) return undefined;
  return {
    program: name.trim(),
    startedAt: new Date((bootedAt + startTicks / TICKS_PER_SECOND) * 1000),
  };
}

async function fromPs(pid: number): Promise<RunningProcess | undefined> {
  const columns = ["-o", "stat=,lstart=,comm=", "-p", String(pid)];
  const { stdout } = await promisify(execFile)("ps", columns, {
    env: { ...process.env, LC_ALL: "C" },
  });
  const [, state, start, program] = /^(\S+)\s+(.{24})\s+(.+)$/.exec(stdout.trim()) ?? [];
  if (state === undefined || start === undefined || program === undefined) return undefined;
  return state.startsWith("Z") ? undefined : { program, startedAt: new Date(start) };
}
