import type { Injection } from "../injection";

/**
 * The same injection, with one call at a time. An `end` that is called while `begin` is under way waits
 * for it, so nothing is broken after the last `end`.
 */
export function inOrder(injection: Injection): Injection {
  let last: Promise<unknown> = Promise.resolve();
  const next = (act: () => Promise<void>) => async (): Promise<void> => {
    const before = last;
    const acting = (async () => {
      await before.catch(() => undefined);
      await act();
    })();
    last = acting;
    await acting;
  };
  return { begin: next(injection.begin), end: next(injection.end) };
}
