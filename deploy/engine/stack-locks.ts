import { readdir, rm } from "node:fs/promises";
import { homedir, hostname } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { readFileIfPresent } from "../../sandbox/processes/atomic-file";
import { runningProcess } from "./process-start";

/** A stack of a project in a backend. */
export interface StackAddress {
  /** URL of the backend, as `pulumi whoami` gives it. */
  readonly backend: string;
  /** Folder that a relative URL counts from. */
  readonly project: string;
  readonly projectName: string;
  readonly stack: string;
}

/** A lock on a stack whose engine lives, or lives elsewhere, as far as anybody can tell. */
export interface StackLock {
  readonly pid: number;
  readonly who: string;
  readonly since: Date;
  /** True if its engine runs on this machine. */
  readonly here: boolean;
}

const lockSchema = z.object({
  pid: z.int(),
  username: z.string().default("somebody"),
  hostname: z.string(),
  timestamp: z.coerce.date(),
});

/** Clocks and the system's own start are known no better than this, ms. */
const CLOCK_SLACK_MS = 10_000;

/**
 * Removes the locks on a stack whose engines died, after a power failure for instance, and answers the
 * others. Only a backend of files has locks that outlive their engines; elsewhere there are none here.
 */
export async function removeDeadLocks(address: StackAddress): Promise<StackLock[]> {
  const folder = lockFolder(address);
  if (folder === undefined) return [];
  const kept: StackLock[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const file = join(folder, name);
    const text = await readFileIfPresent(file);
    // The engine says itself what it makes of a lock that nobody can read.
    const lock = lockSchema.safeParse(text === undefined ? undefined : parsed(text));
    if (!lock.success) continue;
    if (!(await isDead(lock.data))) {
      kept.push(described(lock.data));
      continue;
    }
    for (const part of [file, `${file}.attrs`]) await rm(part, { force: true });
  }
  return kept;
}

/** Where a backend of files keeps the locks on a stack; undefined for any other backend. */
export function lockFolder({ backend, project, projectName, stack }: StackAddress) {
  const path = /^file:\/\/([^?]*)/.exec(backend)?.[1];
  if (path === undefined) return undefined;
  const root = path.startsWith("~") ? join(homedir(), path.slice(1)) : resolve(project, path);
  return join(root, ".pulumi", "locks", "organization", projectName, stack);
}

/** Whether no engine of this lock can be alive. Its pid may belong to another process by now. */
async function isDead(lock: z.output<typeof lockSchema>): Promise<boolean> {
  if (lock.hostname !== hostname()) return false;
  const running = await runningProcess(lock.pid);
  if (running === undefined || !running.program.includes("pulumi")) return true;
  return running.startedAt.getTime() > lock.timestamp.getTime() + CLOCK_SLACK_MS;
}

const described = (lock: z.output<typeof lockSchema>): StackLock => ({
  pid: lock.pid,
  who: `${lock.username}@${lock.hostname}`,
  since: lock.timestamp,
  here: lock.hostname === hostname(),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
