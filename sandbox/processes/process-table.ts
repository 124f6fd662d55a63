import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** One entry of the system's process table. */
export interface ProcessEntry {
  readonly pid: number;
  /**
   * When the process started, in the system's own words: together with the pid it names one process
   * for ever, since no later process with the same pid has the same start.
   */
  readonly startedAt: string;
  /** An exited process that its parent has not collected yet: it has a pid, but nothing runs. */
  readonly zombie: boolean;
}

/** The part of `/proc/PID/stat` that is needed; see proc_pid_stat(5). */
export interface ProcStat {
  readonly state: string;
  readonly groupId: number;
  /** How many have not ended; the first one counts until all have. */
  readonly threads: number;
  /** Clock ticks from the system's start to the process's. */
  readonly startTicks: number;
}

/** What the system knows about a pid, or undefined if there is no such process. */
export async function lookUp(pid: number): Promise<ProcessEntry | undefined> {
  return hasProc ? await lookUpInProc(pid) : await lookUpWithPs(pid);
}

/** Resident memory in MB (10^6 bytes), shared pages divided among their users where Linux tells. */
export async function memoryMb(pid: number): Promise<number | undefined> {
  if (hasProc) {
    const rollup = await readProc(pid, "smaps_rollup");
    return rollup === undefined ? undefined : parseProportionalMb(rollup);
  }
  const kilobytes = Number(await ps(pid, "rss="));
  return kilobytes > 0 ? (kilobytes * 1024) / 1e6 : undefined;
}

/** The running members of a process group. */
export async function groupMembers(groupId: number): Promise<number[]> {
  const lines = hasProc ? await procGroups() : await psGroups();
  return lines
    .filter((entry) => entry.groupId === groupId && !hasEnded(entry))
    .map((entry) => entry.pid);
}

/** A running process, and the value that a variable of its environment has. */
export interface ProcessVariable {
  readonly pid: number;
  readonly value: string;
}

/**
 * The running processes whose environment has a variable, which children inherit from a parent that
 * is gone. Empty on systems without /proc, where other processes' environments are closed.
 */
export async function processesWithVariable(name: string): Promise<ProcessVariable[]> {
  if (!hasProc) return [];
  const prefix = `${name}=`;
  const found = await Promise.all(
    (await procPids()).map(async (pid) => {
      const environment = await readProc(pid, "environ");
      const entry = environment?.split("\0").find((one) => one.startsWith(prefix));
      return entry === undefined ? [] : [{ pid, value: entry.slice(prefix.length) }];
    }),
  );
  return found.flat();
}

/** Those of {@link processesWithVariable} in which it has a value. */
export async function pidsWithVariable(name: string, value: string): Promise<number[]> {
  const processes = await processesWithVariable(name);
  return processes.filter((one) => one.value === value).map(({ pid }) => pid);
}

/** Name of a process's program, which the system may cut short; undefined where it does not tell. */
export async function programOf(pid: number): Promise<string | undefined> {
  return (await readProc(pid, "comm"))?.trim();
}

/** Parses `/proc/PID/stat`. The second field is the command in parentheses and may contain both. */
export function parseProcStat(text: string): ProcStat {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, , group] = fields;
  const threads = fields[17];
  const start = fields[19];
  if (state === undefined || group === undefined || threads === undefined || start === undefined) {
    throw new TypeError(`not the format of /proc/PID/stat: ${text}`);
  }
  return {
    state,
    groupId: Number(group),
    threads: Number(threads),
    startTicks: Number(start),
  };
}

/**
 * Whether nothing of a process runs any more. A killed process shows its first thread as a zombie
 * while others still end, and has its ports until the last has.
 */
export function hasEnded({ state, threads }: Pick<ProcStat, "state" | "threads">): boolean {
  return isZombie(state) && threads <= 1;
}

/** The proportional set size in `/proc/PID/smaps_rollup`, in MB, if it is there. */
export function parseProportionalMb(rollup: string): number | undefined {
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1];
  return kilobytes === undefined ? undefined : (Number(kilobytes) * 1024) / 1e6;
}

const hasProc = process.platform === "linux";

async function lookUpInProc(pid: number): Promise<ProcessEntry | undefined> {
  const text = await readProc(pid, "stat");
  if (text === undefined) return undefined;
  const stat = parseProcStat(text);
  // Ticks count from the system's start, so the same pair can come again after a restart.
  const boot = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
  return { pid, startedAt: `${boot}/${String(stat.startTicks)}`, zombie: hasEnded(stat) };
}

async function lookUpWithPs(pid: number): Promise<ProcessEntry | undefined> {
  const match = /^(\S+)\s+(.+)$/.exec(await ps(pid, "stat=,lstart="));
  const [, state, startedAt] = match ?? [];
  if (state === undefined || startedAt === undefined) return undefined;
  return { pid, startedAt, zombie: isZombie(state) };
}

async function procPids(): Promise<number[]> {
  return (await readdir("/proc")).map(Number).filter(Number.isInteger);
}

type GroupMember = Omit<ProcStat, "startTicks"> & { readonly pid: number };

async function procGroups(): Promise<GroupMember[]> {
  const entries = await Promise.all(
    (await procPids()).map(async (pid) => {
      const text = await readProc(pid, "stat");
      return text === undefined ? [] : [{ pid, ...parseProcStat(text) }];
    }),
  );
  return entries.flat();
}

async function psGroups(): Promise<GroupMember[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,pgid=,stat="]);
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, group, state]) => ({
      pid: Number(pid),
      groupId: Number(group),
      threads: 1,
      state: state ?? "",
    }));
}

/** A file of /proc/PID; undefined if the process is gone or belongs to somebody else. */
async function readProc(pid: number, file: string): Promise<string | undefined> {
  try {
    return await readFile(`/proc/${String(pid)}/${file}`, "utf8");
  } catch {
    return undefined;
  }
}

/** One line of ps; empty if there is no such process. */
async function ps(pid: number, columns: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("ps", ["-o", columns, "-p", String(pid)]);
    return stdout.trim();
  } catch {
    return "";
  }
}

function isZombie(state: string): boolean {
  return state.startsWith("Z") || state.startsWith("X");
}
