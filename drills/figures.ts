import { z } from "zod";
import { type Machine, machineSchema } from "../bench/machine";
import type { RoundResult } from "./drill";
import { type RoundKind, roundKindNames } from "./exercise";
import { type Measure, measureNames, measures } from "./measure";

/** A figure of a drill, with when and where it was measured. */
export const drillFigureSchema = z.object({
  /** `drill.MODE.MEASURE`: one that is taken never gets another meaning. */
  name: z.templateLiteral(["drill.", z.enum(roundKindNames), ".", z.enum(measureNames)]),
  unit: z.enum(["count", "ms"]),
  /** Of all rounds, the one in the middle (by nearest rank), and the highest. */
  median: z.number(),
  worst: z.number(),
  rounds: z.int(),
  /** The value that the worst should not exceed. */
  atMost: z.number(),
  /** Day of the measurement, UTC. */
  date: z.iso.date(),
  machine: machineSchema,
});

export type DrillFigure = z.output<typeof drillFigureSchema>;

/** Every figure there can be, in the order of the page. */
const names = roundKindNames.flatMap((mode) =>
  measureNames.map((measure) => nameOf(mode, measure)),
);

/**
 * What results come to, for each measure that is judged; rounds that were not played to their end, or
 * have not seen it, have no part in it.
 */
export function drillFigures(
  results: readonly RoundResult[],
  { date, machine }: { readonly date: Date; readonly machine: Machine },
): DrillFigure[] {
  return roundKindNames.flatMap((mode) =>
    measureNames.flatMap((measure) => {
      const own = results.filter(({ round }) => round.mode === mode);
      const atMost = own[0]?.limits[measure];
      const values = own
        .flatMap((result) =>
          "findings" in result ? (result.findings.measured[measure] ?? []) : [],
        )
        .sort((one, other) => one - other);
      const worst = values.at(-1);
      const median = values[Math.ceil(values.length / 2) - 1];
      if (atMost === undefined || worst === undefined || median === undefined) return [];
      return {
        name: nameOf(mode, measure),
        unit: measures[measure].unit,
        median: Math.round(median),
        worst: Math.round(worst),
        rounds: values.length,
        atMost,
        date: date.toISOString().slice(0, 10),
        machine,
      };
    }),
  );
}

function nameOf(mode: RoundKind, measure: Measure): DrillFigure["name"] {
  return `drill.${mode}.${measure}`;
}

/** All figures, the newer of each name. */
export const newerFigures = (
  earlier: readonly DrillFigure[],
  newer: readonly DrillFigure[],
): DrillFigure[] =>
  names.flatMap((name) => [...newer, ...earlier].find((figure) => figure.name === name) ?? []);

/** Heads of the columns of `drillFigureRow`. */
export const drillFigureHead = ["FIGURE", "WORST", "MEDIAN", "AIM", "ROUNDS", "DATE"];

/** A figure in the cells of a table. */
export const drillFigureRow = ({
  name,
  unit,
  worst,
  median,
  atMost,
  rounds,
  date,
}: DrillFigure): string[] => {
  const amount = (value: number) => (unit === "ms" ? `${value} ms` : String(value));
  return [name, amount(worst), amount(median), `at most ${amount(atMost)}`, String(rounds), date];
};
