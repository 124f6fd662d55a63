import { setTimeout as sleep } from "node:timers/promises";

/** What decides about time, so that tests can. */
export interface ObservationClock {
  /** ms since 1970. */
  now(): number;
  /** @throws the signal's reason. */
  sleep(ms: number, signal: AbortSignal): Promise<unknown>;
}

export const realClock: ObservationClock = {
  now: Date.now,
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
};
