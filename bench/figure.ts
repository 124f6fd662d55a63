import { z } from "zod";
import { compare, type Pair } from "./statistics";

/**
 * Every figure there is. The first word names the benchmark that measures it. Others look figures up
 * by these names: one that is taken never gets another meaning.
 */
export const figureNames = [
  "preview.region",
  "up.region",
  "noop.region",
  "destroy.region",
  "policy.overhead",
  "decision.regions4.p99",
  "decision.regions100.p99",
  "push.p99",
] as const;

export type FigureName = (typeof figureNames)[number];

/** The first word of a figure's name. */
export type BenchmarkName = FigureName extends `${infer Benchmark}.${string}` ? Benchmark : never;

/** The figures that a benchmark measures. */
export type FigureOf<Name extends BenchmarkName> = Extract<FigureName, `${Name}.${string}`>;

const readingSchema = z.object({
  /** Median over the runs. */
  value: z.number(),
  unit: z.enum(["ratio", "µs", "ms"]),
  /** The lowest run's value, and the highest. */
  min: z.number(),
  max: z.number(),
  runs: z.int(),
  /** What the same runs held it against: medians of both sides by themselves. */
  peer: z.object({
    what: z.string(),
    ours: z.number(),
    value: z.number(),
    unit: z.enum(["s", "µs", "ms"]),
    ratio: z.number(),
  }),
  /** The value that it should not exceed. */
  atMost: z.number().optional(),
  /** Sentences that explain the value, from what the same runs measured. */
  notes: z.array(z.string()),
});

/** What was found, before it has a name. */
export type Reading = z.infer<typeof readingSchema>;

/** A figure, as it is printed and recorded. */
export const figureSchema = readingSchema.extend({ name: z.enum(figureNames) });

export type Figure = z.infer<typeof figureSchema>;

/** Readings by the names of the figures; one that is missing does not compile. */
export type Readings<Name extends BenchmarkName> = {
  readonly [Figure in FigureOf<Name>]: Reading;
};

/** How much longer something takes than its peer, from pairs of seconds. */
export function ratioToPeer(
  what: string,
  pairs: readonly Pair[],
  more: Partial<Pick<Reading, "atMost" | "notes">> = {},
): Reading {
  const { ratio, min, max, ours, peer } = compare(pairs);
  return {
    value: rounded(ratio),
    unit: "ratio",
    min: rounded(min),
    max: rounded(max),
    runs: pairs.length,
    peer: { what, ours: rounded(ours), value: rounded(peer), unit: "s", ratio: rounded(ratio) },
    notes: [],
    ...more,
  };
}

/** A time of each run by itself, beside its peer's, from pairs in the same unit. */
export function timeBesidePeer(
  what: string,
  unit: "µs" | "ms",
  pairs: readonly Pair[],
  more: Pick<Reading, "atMost" | "notes">,
): Reading {
  const { ours, peer } = compare(pairs);
  const times = pairs.map((pair) => pair.ours);
  return {
    value: Math.round(ours),
    unit,
    min: Math.round(Math.min(...times)),
    max: Math.round(Math.max(...times)),
    runs: pairs.length,
    peer: {
      what,
      ours: Math.round(ours),
      value: Math.round(peer),
      unit,
      ratio: rounded(ours / peer),
    },
    ...more,
  };
}

/** To three decimals: no figure here is more exact. */
const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;
