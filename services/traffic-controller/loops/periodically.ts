import { setTimeout as sleep } from "node:timers/promises";

/** How often something is done. */
export interface Rhythm {
  readonly intervalMs: number;
  /** Each interval is longer or shorter by up to this part of it, so that many do not march in step. */
  readonly jitterRatio: number;
  /** From 0 to 1. */
  readonly random: () => number;
}

/**
 * Does something again and again, one at a time, until the signal. The interval is from one start to
 * the next; what takes longer is followed at once, after a tenth of it.
 *
 * @throws whatever `work` throws.
 */
export async function periodically(
  { intervalMs, jitterRatio, random }: Rhythm,
  signal: AbortSignal,
  work: () => void | Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    const due = performance.now() + intervalMs * (1 + jitterRatio * (2 * random() - 1));
    await work();
    const left = Math.max(due - performance.now(), intervalMs / 10);
    await pause(left, signal);
  }
}

/** Whether a signal has come by now, which it may have since it was asked last. */
export const hasEnded = (signal: AbortSignal): boolean => signal.aborted;

/** Waits, but no longer than until the signal. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (hasEnded(signal)) return;
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!hasEnded(signal)) throw error;
  }
}

/** Waits for something, but no longer than its time. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const ending = new AbortController();
  try {
    await Promise.race([work, pause(ms, ending.signal)]);
  } finally {
    ending.abort();
  }
}
