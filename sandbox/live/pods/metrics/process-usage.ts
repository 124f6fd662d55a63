/** What one process has used of the CPU, as the kernel counts it. */
export interface ProcessUsage {
  readonly pid: number;
  readonly parent: number;
  /** With the pid it names one process for ever. */
  readonly startTicks: number;
  /** CPU time of its own, in ticks. */
  readonly ownTicks: number;
  /** CPU time of children that have ended and been waited for, and of theirs, in ticks. */
  readonly reapedTicks: number;
}

/** Ticks in a second: USER_HZ, which is 100 on every platform that Node runs on; see time(7). */
export const TICKS_PER_SECOND = 100;

/**
 * Parses `/proc/PID/stat`, see proc_pid_stat(5). The second field is the command in parentheses and may
 * contain both.
 *
 * @throws TypeError if it is something else.
 */
export function parseProcessUsage(text: string): ProcessUsage {
  const pid = Number.parseInt(text, 10);
  const fields = text
    .slice(text.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  const [, parent] = fields;
  const [user, system, reapedUser, reapedSystem] = fields.slice(11, 15);
  const startTicks = fields[19];
  if (
    parent === undefined ||
    user === undefined ||
    system === undefined ||
    reapedUser === undefined ||
    reapedSystem === undefined ||
    startTicks === undefined
  ) {
    throw new TypeError(`not the format of /proc/PID/stat: ${text}`);
  }
  return {
    pid,
    parent,
    startTicks,
    ownTicks: user + system,
    reapedTicks: reapedUser + reapedSystem,
  };
}

/** Names a process among all that there ever are until the machine restarts. */
export const processKey = ({ pid, startTicks }: ProcessUsage): string =>
  `${String(pid)}/${String(startTicks)}`;
