import type { Violation } from "./campaign/play";

/** What a campaign came to. */
export interface Summary {
  readonly seed: number;
  readonly worlds: number;
  readonly ticks: number;
  readonly writes: number;
  /** Wall-clock time, s. */
  readonly seconds: number;
  readonly violation?: Violation;
}

/** The one command that plays exactly the world in which something was found. */
export const replayCommand = (seed: number, world: number): string =>
  `npm run simulate -- --seed ${seed} --world ${world}`;

/** A campaign for people. */
export function summaryLines(summary: Summary): string[] {
  const { seed, worlds, ticks, writes, seconds, violation } = summary;
  const rate = Math.round(ticks / Math.max(seconds, 1e-3));
  return [
    `Seed ${seed}: ${count(ticks)} ticks of controllers in ${count(worlds)} worlds, ` +
      `${count(writes)} writes, ${seconds.toFixed(1)} s (${count(rate)} ticks/s).`,
    ...(violation === undefined ? ["No violation."] : ["", ...violationLines(seed, violation)]),
  ];
}

/** What was found, where, and how to see it again. */
export function violationLines(seed: number, violation: Violation): string[] {
  const { invariant, sentence, what, world, tick, seconds } = violation;
  return [
    `Violated: ${invariant}. ${sentence}`,
    `  What was seen: ${what}.`,
    `  Where: seed ${seed}, world ${world}, tick ${tick}, ${seconds.toFixed(1)} s after its beginning.`,
    `  Play it again: ${replayCommand(seed, world)}`,
  ];
}

const count = (value: number): string => value.toLocaleString("en-US");
