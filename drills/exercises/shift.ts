import { setTimeout as sleep } from "node:timers/promises";
import type { Injection } from "../injection";

/** What the entry sends to the region in turn, percent. */
const SHARES = [10, 50] as const;

/** From one order to the next, ms: two steps of 20, each with its hold-down, and the rest for nothing. */
const ORDER_MS = 30_000;

/**
 * Shares that an operator changes again and again; in the end the larger one is given, as before.
 *
 * @param give a share in percent.
 * @param intervalMs from one order to the next.
 */
export function shifting(
  give: (percent: number) => Promise<void>,
  intervalMs = ORDER_MS,
): Injection {
  const stopping = new AbortController();
  const { signal } = stopping;
  let failure: unknown;
  let shifts: Promise<void> | undefined;
  const shift = async (): Promise<void> => {
    for (let turn = 0; !signal.aborted; turn++) {
      await give(SHARES[turn % SHARES.length] ?? 0);
      await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
    }
  };
  return {
    begin: () => {
      shifts ??= shift().catch((error: unknown) => {
        failure = error;
      });
      return Promise.resolve();
    },
    end: async () => {
      stopping.abort();
      if (shifts === undefined) return;
      await shifts;
      await give(SHARES.at(-1) ?? 0);
      if (failure !== undefined) throw failure as Error;
    },
  };
}
