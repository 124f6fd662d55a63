import type { Injection } from "../injection";

/** The processes that stand still. */
export interface Pausable {
  /** All that run now, those that stand still too. The one that starts others comes first. */
  readonly pids: () => Promise<readonly number[]>;
  readonly signal: (pid: number, name: "SIGSTOP" | "SIGCONT") => void;
}

/** Processes stand still, with all that they have open, and go on at the end. */
export const pause = ({ pids, signal }: Pausable): Injection => ({
  begin: async () => {
    const stopped = new Set<number>();
    // What was being started while the list was read shows in the next one.
    for (;;) {
      const running = (await pids()).filter((pid) => !stopped.has(pid));
      if (running.length === 0) return;
      for (const pid of running) {
        signal(pid, "SIGSTOP");
        stopped.add(pid);
      }
    }
  },
  end: async () => {
    // Whoever asks the others whether they are well asks when they can answer again.
    for (const pid of (await pids()).toReversed()) signal(pid, "SIGCONT");
  },
});
