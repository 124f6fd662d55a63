import type { PodProbe } from "./pod";

/** Answers in a row of one kind. */
export interface Tally {
  readonly successes: number;
  readonly failures: number;
}

export const NO_ANSWERS: Tally = { successes: 0, failures: 0 };

/** What a probe's answers amount to; undefined as long as there are too few. */
export type Verdict = "success" | "failure" | undefined;

/** Counts an answer. */
export function counted(
  { successThreshold, failureThreshold }: Pick<PodProbe, "successThreshold" | "failureThreshold">,
  tally: Tally,
  isSuccess: boolean,
): { readonly tally: Tally; readonly verdict: Verdict } {
  if (isSuccess) {
    const successes = tally.successes + 1;
    return {
      tally: { successes, failures: 0 },
      verdict: successes >= successThreshold ? "success" : undefined,
    };
  }
  const failures = tally.failures + 1;
  return {
    tally: { successes: 0, failures },
    verdict: failures >= failureThreshold ? "failure" : undefined,
  };
}

/** A container that starts is asked this often, so that nobody waits for one that is ready. */
export const EAGER_MS = 250;

/**
 * When to ask next, and whether a failure then counts: between two times of a probe's period, only
 * success does, and only until there is one.
 *
 * @param begin when the probe began to matter, in ms since the epoch.
 */
export function nextAsk(
  { initialDelaySeconds, periodSeconds }: Pick<PodProbe, "initialDelaySeconds" | "periodSeconds">,
  begin: number,
  now: number,
  isEager: boolean,
): { readonly at: number; readonly failureCounts: boolean } {
  const first = begin + initialDelaySeconds * 1000;
  const periodMs = Math.max(1, periodSeconds) * 1000;
  const periods = now < first ? 0 : Math.floor((now - first) / periodMs) + 1;
  const regular = first + periods * periodMs;
  const eager = now + EAGER_MS;
  return isEager && eager < regular
    ? { at: eager, failureCounts: false }
    : { at: regular, failureCounts: true };
}
