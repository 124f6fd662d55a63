import { setTimeout as sleep } from "node:timers/promises";
import { ProcessError } from "./failure";
import { groupMembers, pidsWithVariable, programOf } from "./process-table";
import { isRunning, readRecord, RECORD_VARIABLE, recordFile, removeRecord } from "./record";
import { sendSignal } from "./signal";

/** How long a process may take over its own shutdown before it is killed, in ms. */
export const STOP_GRACE_MS = 10_000;

/** How long the system may take to end a killed process, in ms. */
const KILL_BOUND_MS = 5_000;

const POLL_MS = 20;

/** What stopping found: `killed` means that it did not end by itself within its grace. */
export type StopOutcome = "stopped" | "killed" | "not running";

/**
 * Ends a recorded process and its whole group: SIGTERM, a bounded wait, SIGKILL. Only the recorded
 * process is ever signalled, never another one that has its pid by now. Descendants that outlived
 * it are found by the variable that they inherited (Linux). The record is removed at the end.
 *
 * @throws ProcessError `will-not-stop` if something is left after SIGKILL; the record stays.
 */
export async function stopProcess(
  folder: string,
  name: string,
  graceMs: number = STOP_GRACE_MS,
): Promise<StopOutcome> {
  const record = await readRecord(folder, name);
  if (!record) return "not running";
  const orphans = () => pidsWithVariable(RECORD_VARIABLE, recordFile(folder, name));

  let outcome: StopOutcome = "not running";
  if (await isRunning(record)) {
    const group = () => groupMembers(record.pid);
    sendSignal(-record.pid, "SIGTERM");
    // A paused process takes SIGTERM only once it goes on.
    sendSignal(-record.pid, "SIGCONT");
    outcome = (await isEmptyWithin(graceMs, group)) ? "stopped" : "killed";
    if (outcome === "killed") sendSignal(-record.pid, "SIGKILL");
    if (!(await isEmptyWithin(KILL_BOUND_MS, group))) throw stuck(name, await group());
  }
  for (const pid of await orphans()) sendSignal(pid, "SIGKILL");
  if (!(await isEmptyWithin(KILL_BOUND_MS, orphans))) throw stuck(name, await orphans());
  await removeRecord(folder, name);
  return outcome;
}

/** How processes that have no record are ended. */
export interface MarkedStop {
  /** Programs of this name are asked to end in order, as by Ctrl-C. */
  readonly asks: string;
  /** How long they may take, ms; then all that is left is killed. */
  readonly graceMs: number;
}

/**
 * Ends processes that are found by the variable `name=value` of their environment (Linux).
 *
 * @throws ProcessError `will-not-stop` if something is left after SIGKILL.
 */
export async function stopMarked(
  name: string,
  value: string,
  { asks, graceMs }: MarkedStop,
): Promise<void> {
  const left = () => pidsWithVariable(name, value);
  let isAsked = false;
  for (const pid of await left()) {
    if ((await programOf(pid)) !== asks) continue;
    sendSignal(pid, "SIGINT");
    isAsked = true;
  }
  if (await isEmptyWithin(isAsked ? graceMs : 0, left)) return;
  for (const pid of await left()) sendSignal(pid, "SIGKILL");
  if (!(await isEmptyWithin(KILL_BOUND_MS, left))) throw stuck(asks, await left());
}

async function isEmptyWithin(boundMs: number, members: () => Promise<number[]>): Promise<boolean> {
  const deadline = Date.now() + boundMs;
  while ((await members()).length > 0) {
    if (Date.now() >= deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

function stuck(name: string, pids: readonly number[]): ProcessError {
  return new ProcessError(
    "will-not-stop",
    `${name} (pid ${pids.join(", ")}) is still there after SIGKILL: look at its state with ps, then stop again`,
  );
}
