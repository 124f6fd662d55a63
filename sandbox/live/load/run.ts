import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "./client";
import type { LoadEvent } from "./load-event";
import type { ScheduledRequest } from "./schedule";

/** What decides about time, so that tests can. */
export interface LoadClock {
  /** ms since 1970, by a clock that does not go back. */
  now(): number;
  /** Until then, or until the signal; never fails. */
  sleepUntil(at: number, signal: AbortSignal): Promise<void>;
}

export const realClock: LoadClock = {
  now: () => performance.timeOrigin + performance.now(),
  async sleepUntil(at, signal) {
    await sleep(Math.max(0, at - realClock.now()), undefined, { signal }).catch(() => undefined);
  },
};

export interface LoadOptions {
  readonly requests: Iterable<ScheduledRequest>;
  /** Names of the entries, by their number in the schedule. */
  readonly entries: readonly string[];
  /** Never fails: what no answer came to is an answer too. */
  readonly send: (request: ScheduledRequest) => Promise<Answer>;
  readonly onEvent: (event: LoadEvent) => void;
  /** Nothing more is started then; what is under way is still awaited. */
  readonly signal: AbortSignal;
  /** When the load starts, ms since 1970. @default at once */
  readonly startAt?: number;
  readonly clock?: LoadClock;
}

/**
 * Sends every request when it is due, whatever has become of those before it, and measures each from
 * when it was due: if this machine was too slow to start it, users would have waited as well.
 *
 * @returns when the load began, ms since 1970, after the last request has ended.
 */
export async function runLoad({
  requests,
  entries,
  send,
  onEvent,
  signal,
  clock = realClock,
  startAt = clock.now(),
}: LoadOptions): Promise<number> {
  const underWay = new Set<Promise<void>>();
  for (const request of requests) {
    const t = startAt + request.atMs;
    if (clock.now() < t) await clock.sleepUntil(t, signal);
    if (signal.aborted) break;
    const startedAt = clock.now();
    const ended = send(request).then(({ status, region, tries, error }) => {
      underWay.delete(ended);
      onEvent({
        t,
        kind: request.kind.name,
        entry: entries[request.entry] ?? String(request.entry),
        ...(region !== undefined && { region }),
        ...(status !== undefined && { status }),
        ms: clock.now() - t,
        lateMs: startedAt - t,
        tries,
        ...(error !== undefined && { error }),
      });
    });
    underWay.add(ended);
  }
  await Promise.all(underWay);
  return startAt;
}
