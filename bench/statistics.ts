/** Two measurements of the same moment: of what is judged, and of what it is held against. */
export interface Pair {
  readonly ours: number;
  readonly peer: number;
}

/** What a series of pairs says. */
export interface Comparison {
  /** Median over the pairs of ours ÷ peer: what a busy minute does, it does to both of a pair. */
  readonly ratio: number;
  /** The lowest ratio of a pair, and the highest. */
  readonly min: number;
  readonly max: number;
  /** Medians of each side by itself, in the unit of the pairs. */
  readonly ours: number;
  readonly peer: number;
}

/**
 * The middle value; of an even number of them, the mean of the two in the middle.
 *
 * @throws RangeError if there is none.
 */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) {
    throw new RangeError("A median needs at least one value.");
  }
  return (lower + upper) / 2;
}

/**
 * Sums up a series of pairs.
 *
 * @throws RangeError if there is none.
 */
export function compare(pairs: readonly Pair[]): Comparison {
  const ratios = pairs.map(({ ours, peer }) => ours / peer);
  return {
    ratio: median(ratios),
    min: Math.min(...ratios),
    max: Math.max(...ratios),
    ours: median(pairs.map(({ ours }) => ours)),
    peer: median(pairs.map(({ peer }) => peer)),
  };
}

/**
 * The value that a share of all values, between 0 and 1, do not exceed.
 *
 * @throws RangeError if there is none.
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError("A percentile needs at least one value.");
  return value;
}
