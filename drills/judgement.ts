import type { Limits } from "./expectations";
import { type Measure, type Measured, measureNames, measures } from "./measure";

/** An expectation that was not met. */
export interface Miss {
  readonly measure: Measure;
  readonly atMost: number;
  /** Absent: it was not seen at all. */
  readonly measured?: number;
}

/** What is not as it has to be; empty: all is. What was not seen counts as missed. */
export const missesOf = (measured: Measured, limits: Limits): Miss[] =>
  measureNames.flatMap((measure) => {
    const atMost = limits[measure];
    const value = measured[measure];
    if (atMost === undefined || (value !== undefined && value <= atMost)) return [];
    return [{ measure, atMost, ...(value !== undefined && { measured: value }) }];
  });

/** A miss as a sentence. */
export function missText({ measure, atMost, measured }: Miss): string {
  const { title, unit } = measures[measure];
  const amount = (value: number) => (unit === "ms" ? `${(value / 1_000).toFixed(2)} s` : value);
  const was = measured === undefined ? "not seen" : String(amount(measured));
  return `${title}: ${was}, expected at most ${amount(atMost)}`;
}
