import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 20;

/**
 * Looks until there is something.
 *
 * @param what is waited for, for the error.
 */
export async function until<T>(
  what: string,
  boundMs: number,
  find: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const deadline = Date.now() + boundMs;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${String(boundMs / 1000)} s`);
    await sleep(POLL_MS);
  }
}
