import { table } from "../sandbox/report";
import { expectedOf, type Layer, type LoadRate } from "./expectations";
import { measureNames, measures } from "./measure";
import { roundKinds } from "./exercise";
import type { PlannedRound } from "./plan";
import { timesOf } from "./times";

/** What a drill would do, and what it would be held to. */
export interface DryRun {
  readonly rounds: readonly PlannedRound[];
  readonly rate: number;
  readonly load: LoadRate;
  readonly without: Layer | undefined;
}

/** Every round with who would fail when, and what would be expected of each mode. */
export function dryRunLines({ rounds, rate, load, without }: DryRun): string[] {
  const chosen = [...new Set(rounds.map(({ mode }) => mode))];
  return [
    ...table([
      ["ROUND", "VICTIM", "OTHER", "AFTER", "FOR"],
      ...rounds.map(({ mode, number, victim, other, moreCalmMs }) => {
        const { calmMs, holdMs } = timesOf(mode, rate);
        return [`${mode} ${number}`, victim, other, seconds(calmMs + moreCalmMs), seconds(holdMs)];
      }),
    ]),
    ...chosen.flatMap((mode) => {
      const limits = expectedOf(mode, load, without);
      return [
        "",
        `${mode}: ${roundKinds[mode]}`,
        ...measureNames.flatMap((measure) => {
          const atMost = limits[measure];
          if (atMost === undefined) return [];
          const { title, unit } = measures[measure];
          return [`  ${title}: at most ${unit === "ms" ? seconds(atMost) : atMost}`];
        }),
      ];
    }),
  ];
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
