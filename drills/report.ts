import { table } from "../sandbox/report";
import { isMet, type RoundResult } from "./drill";
import type { Limits } from "./expectations";
import { missText } from "./judgement";
import { type Measure, type Measured, measureNames, measures } from "./measure";
import type { RoundKind } from "./exercise";

/** All rounds of a mode together. */
export interface ModeSummary {
  readonly mode: RoundKind;
  readonly rounds: number;
  readonly metRounds: number;
  /** Requests of all kinds in all rounds. */
  readonly sent: number;
  readonly limits: Limits;
  /** The worst of all rounds; absent: it was not seen in any. */
  readonly worst: Measured;
}

/** One for each mode, in the order in which they were played. */
export function summariesOf(results: readonly RoundResult[]): ModeSummary[] {
  const modes = [...new Set(results.map(({ round }) => round.mode))];
  return modes.map((mode) => {
    const own = results.filter(({ round }) => round.mode === mode);
    const played = own.flatMap((result) => ("findings" in result ? [result.findings] : []));
    return {
      mode,
      rounds: own.length,
      metRounds: own.filter(isMet).length,
      sent: played.reduce((sum, { unbound, bound }) => sum + unbound.sent + bound.sent, 0),
      limits: own[0]?.limits ?? {},
      worst: Object.fromEntries(
        measureNames.flatMap((measure) => {
          const values = played.flatMap(({ measured }) => measured[measure] ?? []);
          return values.length === 0 ? [] : [[measure, Math.max(...values)]];
        }),
      ),
    };
  });
}

/** Measures that have a column; all others that are judged are named below the table. */
const COLUMNS = [
  "failedRepeatable",
  "failedOthers",
  "longestWait",
  "weightWritten",
] as const satisfies readonly Measure[];

/** The report for people, line by line: the worst of all rounds of each mode, and what was missed. */
export function reportLines(results: readonly RoundResult[]): string[] {
  const summaries = summariesOf(results);
  const further = summaries.flatMap(furtherLines);
  const misses = results.flatMap(missLines);
  return [
    ...table([
      [
        ...["MODE", "ROUNDS", "SENT", "FAILED REPEATABLE", "FAILED OTHERS", "LONGEST WAIT"],
        ...["WEIGHT WRITTEN", "VERDICT"],
      ],
      ...summaries.map(summaryRow),
    ]),
    ...(further.length > 0 ? ["", "Worst of all rounds:", ...further] : []),
    ...(misses.length > 0 ? ["", "Missed:", ...misses] : []),
    ...results.flatMap(apartLines),
  ];
}

function summaryRow(summary: ModeSummary): string[] {
  const { mode, rounds, metRounds, sent } = summary;
  return [
    mode,
    String(rounds),
    String(sent),
    ...COLUMNS.map((measure) => cell(summary, measure)),
    metRounds === rounds ? "met" : `${rounds - metRounds} of ${rounds} missed`,
  ];
}

/** What was measured, and in brackets the most that it may be. */
function cell({ worst, limits }: Pick<ModeSummary, "worst" | "limits">, measure: Measure): string {
  const value = worst[measure];
  const atMost = limits[measure];
  const was = value === undefined ? "-" : amount(value, measure);
  return atMost === undefined ? was : `${was} (${amount(atMost, measure)})`;
}

const furtherLines = (summary: ModeSummary): string[] =>
  measureNames
    .filter((measure) => summary.limits[measure] !== undefined && !isColumn(measure))
    .map((measure) => `  ${summary.mode}: ${measures[measure].title}: ${cell(summary, measure)}`);

const isColumn = (measure: Measure): boolean => COLUMNS.some((column) => column === measure);

function missLines(result: RoundResult): string[] {
  const { mode, number, victim } = result.round;
  const name = `  ${mode} ${number} (${victim})`;
  if ("brokenOff" in result) return [`${name}: not played to its end. ${result.brokenOff}`];
  return result.misses.map((miss) => `${name}: ${missText(miss)}`);
}

/** What a reader has to know beside the figures. */
function apartLines(result: RoundResult): string[] {
  if ("brokenOff" in result) return [];
  const { mode, number } = result.round;
  const { bound, failures, latencies, latenessP99Ms, weightSince } = result.findings;
  const reasons = Object.entries(failures).map(([reason, count]) => `${count} x ${reason}`);
  const ways = latencies.map(
    ({ entry, region, p95Ms, networkMs }) =>
      `  ${entry} to ${region}: P95 ${p95Ms.toFixed(1)} ms, the network ${networkMs} ms`,
  );
  const sentences = [
    ...(reasons.length > 0 ? [`failed: ${reasons.join("; ")}.`] : []),
    ...(bound.sent > bound.ok
      ? [`bound, counted apart: ${bound.unavailable} got 503, ${bound.failed} failed.`]
      : []),
    ...(weightSince === "break" && result.limits.weightWritten !== undefined
      ? ["No probe failed: the weight is counted from the break."]
      : []),
    ...(latenessP99Ms > LATE_MS
      ? [`This machine started requests up to ${amount(latenessP99Ms, "longestWait")} late (P99).`]
      : []),
  ];
  const lines = [...(sentences.length > 0 ? [sentences.join(" ")] : []), ...ways];
  return lines.length === 0 ? [] : ["", `${mode} ${number}:`, ...lines];
}

/** From when on the load's own lateness is worth a word, ms. */
const LATE_MS = 100;

/** One round in a line, right after it. */
export function resultLine(result: RoundResult): string {
  const { mode, number, victim } = result.round;
  const name = `${mode} ${number} (${victim})`;
  if ("brokenOff" in result) return `${name}: not played to its end. ${result.brokenOff}`;
  const { misses } = result;
  return `${name}: ${misses.length === 0 ? "met" : `missed. ${misses.map(missText).join("; ")}`}`;
}

const amount = (value: number, measure: Measure): string =>
  measures[measure].unit === "ms" ? `${(value / 1_000).toFixed(2)} s` : String(value);
