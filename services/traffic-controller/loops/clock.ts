/** How far the machine's clock may be from where it was expected, ms. */
const MOST_SKEW_MS = 60_000;

/**
 * Ms since 1970 by a clock that never steps: what is decided by lengths of time would otherwise change
 * with the machine's clock.
 */
export const steadyNowMs = (): number => performance.timeOrigin + performance.now();

/**
 * Ends of overrides and times in logs are meant by everybody's clock. So when the machine's clock has
 * been put right after the start, or the machine was asleep, a process has to begin anew.
 *
 * @throws Error if the two clocks are too far apart.
 */
export function requireSameTime(steadyMs: number, wallMs: number): void {
  const skewMs = wallMs - steadyMs;
  if (Math.abs(skewMs) <= MOST_SKEW_MS) return;
  throw new Error(
    `The clock of the machine has moved by ${(skewMs / 1_000).toFixed(0)} s since the start; ` +
      `a new start takes it over.`,
  );
}
