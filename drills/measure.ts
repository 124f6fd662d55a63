/** A thing that is measured in a round, what it counts in, and what it is called. */
interface MeasureKind {
  readonly unit: "count" | "ms";
  /** For the head of a column, and for a sentence about it. */
  readonly title: string;
}

/** All that a round is judged by. docs/drills.md says what exactly each of them is. */
export const measures = {
  failedRepeatable: { unit: "count", title: "repeatable requests that failed" },
  failedOthers: { unit: "count", title: "other requests that failed" },
  longestWait: { unit: "ms", title: "longest wait for an answer" },
  weightWritten: { unit: "ms", title: "weight written after the first failed probe" },
  failedAfterWrite: { unit: "count", title: "repeatable requests that failed after the weight" },
  lateP95: { unit: "ms", title: "P95 of requests that began 20 s after the onset, or later" },
  fullService: { unit: "ms", title: "full service after the first answer" },
  agreement: { unit: "ms", title: "nobody is taken for failed after the healing" },
  silentSides: { unit: "count", title: "regions that answered nothing meanwhile" },
  crossed: { unit: "count", title: "packets that crossed the cut" },
  boundAbroad: { unit: "count", title: "bound requests that another zone answered" },
  moved: { unit: "count", title: "times that an entry's row changed" },
  still: { unit: "ms", title: "longest time in which no row changed" },
  absence: { unit: "ms", title: "longest time without an answer of it to the other entry" },
  missing: { unit: "count", title: "requests short of 100,000" },
  overNetwork: { unit: "ms", title: "P95 above what the network takes" },
  disturbed: { unit: "count", title: "other regions that were taken for unwell" },
  flaps: { unit: "count", title: "times that one controller took one region for failed" },
} as const satisfies Readonly<Record<string, MeasureKind>>;

export type Measure = keyof typeof measures;

export const measureNames = Object.keys(measures) as readonly Measure[];

/** What was measured; absent: it was not seen, or there was nothing to measure. */
export type Measured = Readonly<Partial<Record<Measure, number>>>;
