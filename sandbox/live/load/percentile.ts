/** The smallest value that at least this part of all values does not exceed: by nearest rank. */
export function percentile(sorted: ArrayLike<number>, part: number): number | undefined {
  const rank = Math.max(1, Math.ceil(part * sorted.length));
  return sorted[rank - 1];
}

/** How long requests took, ms. */
export interface Latency {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Nothing where there was no request. */
export function latencyOf(values: readonly number[]): Latency | undefined {
  const sorted = Float64Array.from(values).sort();
  const at = (part: number): number => percentile(sorted, part) ?? 0;
  if (sorted.length === 0) return undefined;
  return { count: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), maxMs: at(1) };
}
