import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits for something for a bounded time.
 *
 * @param late what is said if it has not come by then.
 * @throws that, or whatever the work fails with.
 */
export async function within<T>(boundMs: number, work: Promise<T>, late: () => Error): Promise<T> {
  const inTime = new AbortController();
  const bound = async (): Promise<never> => {
    await sleep(boundMs, undefined, { signal: inTime.signal });
    throw late();
  };
  try {
    return await Promise.race([work, bound()]);
  } finally {
    inTime.abort();
  }
}
