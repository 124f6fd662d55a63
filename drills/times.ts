import type { RoundKind } from "./exercise";

/** How long the parts of a round take, ms. */
export interface RoundTimes {
  /** Bound of the wait until nothing is the matter before a round. */
  readonly restMs: number;
  /** Load before the failure, at least. */
  readonly calmMs: number;
  /** How long it stays broken. */
  readonly holdMs: number;
  /** Bound of the wait until all is as before. */
  readonly settleMs: number;
}

const HOLD_MS: Readonly<Partial<Record<RoundKind, number>>> = {
  all: 3_000,
  // A region that is slow has to be seen to be: by a window of signals, and for ten seconds.
  slow: 60_000,
  steady: 300_000,
  latency: 60_000,
};

/** Longer than a region needs to be found failed, led around, and missed. */
const USUAL_HOLD_MS = 25_000;

/** How many requests have to pass while weights are shifted. */
export const SHIFTED_REQUESTS = 100_000;

/**
 * The times of a drill.
 *
 * @param rate requests a second.
 */
export const timesOf = (mode: RoundKind, rate: number): RoundTimes => ({
  restMs: 300_000,
  calmMs: 10_000,
  // What passes before and after it is more than what a second more or less makes.
  holdMs: mode === "shift" ? (SHIFTED_REQUESTS / rate) * 1_000 : (HOLD_MS[mode] ?? USUAL_HOLD_MS),
  settleMs: 180_000,
});
