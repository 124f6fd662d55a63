import { readFileSync } from "node:fs";
import { z } from "zod";
import { OperatorError } from "../config/operator-error";
import type { Topology } from "../config/topology";
import { decide, type Decision } from "../services/traffic-controller/decision/decide";
import { inWords, isAlert } from "../services/traffic-controller/decision/reason";
import type { RegionReport, Snapshot } from "../services/traffic-controller/decision/snapshot";
import {
  decisionSettingsSchema,
  type DecisionSettings,
} from "../services/traffic-controller/settings";
import { fromWire } from "../services/traffic-controller/signals/wire";

/** A line of a recording: what `GET /signals` of a region answered, and when. */
const recordedLine = z.object({
  at: z.union([z.number(), z.iso.datetime({ offset: true })]),
  answer: z.looseObject({ region: z.string() }),
});

/** An answer, with its time in ms since 1970. */
export interface Recorded {
  readonly atMs: number;
  readonly region: string;
  readonly report: RegionReport;
}

/** A recording is decided about once a second, like the world it was taken from. */
const TICK_MS = 1_000;

/**
 * Reads JSON lines such as `{"at": "2026-11-26T10:00:00Z", "answer": {...}}`, in the order of their times.
 *
 * @throws OperatorError that names each line that is none.
 */
export function parseRecording(text: string, file: string, topology: Topology): Recorded[] {
  const problems: string[] = [];
  const names = topology.regions.map(({ name }) => name);
  const recorded = text.split("\n").flatMap((line, index): Recorded[] => {
    if (line.trim() === "") return [];
    const parsed = recordedLine.safeParse(json(line));
    const region = parsed.data?.answer.region;
    const report =
      parsed.success && region !== undefined && names.includes(region)
        ? fromWire(region, JSON.stringify(parsed.data.answer))
        : undefined;
    if (!parsed.success || region === undefined || report === undefined) {
      problems.push(
        `  line ${index + 1}: no {"at": time, "answer": what GET /signals gave} of a known region`,
      );
      return [];
    }
    return [{ atMs: new Date(parsed.data.at).getTime(), region, report }];
  });
  if (problems.length === 0 && recorded.length === 0) problems.push("  it is empty");
  if (problems.length > 0) {
    throw new OperatorError(
      `${file} is no recording of signals:\n${problems.join("\n")}\n` +
        `Regions are ${names.join(", ")}; docs/simulator.md says how signals are recorded.`,
    );
  }
  return recorded.sort((one, other) => one.atMs - other.atMs);
}

/**
 * What the decision core would have done with recorded signals. The rows that were served then count
 * for the beginning alone; from there on the core's own rows do. The signals stay those of the rows
 * that were really served.
 *
 * @param tell is told each change, a line each.
 */
export function playRecording(
  recorded: readonly Recorded[],
  topology: Topology,
  settings: DecisionSettings,
  tell: (line: string) => void,
): void {
  const [first] = recorded;
  const last = recorded.at(-1);
  if (first === undefined || last === undefined) return;
  const latest = new Map<string, Recorded>();
  let [read, previous]: [number, Decision | undefined] = [0, undefined];
  for (let nowMs = first.atMs + TICK_MS; nowMs <= last.atMs + TICK_MS; nowMs += TICK_MS) {
    for (let one = recorded[read]; one && one.atMs <= nowMs; one = recorded[++read]) {
      latest.set(one.region, one);
    }
    const snapshot: Snapshot = Object.fromEntries(
      [...latest].map(([region, { atMs, report }]) => [
        region,
        aged(report, nowMs - atMs, previous === undefined),
      ]),
    );
    const decision = decide({
      topology,
      settings,
      snapshot,
      ...(previous && { previous: previous.next }),
      overrides: [],
      nowMs,
    });
    const at = new Date(nowMs).toISOString().slice(0, 19) + "Z  ";
    for (const line of changes(previous, decision)) tell(at + line);
    previous = decision;
  }
}

/** A report as it is some time later. */
const aged = (
  { signals, probes, served }: RegionReport,
  laterMs: number,
  isFirst: boolean,
): RegionReport => ({
  ...(signals && { signals: { ...signals, ageMs: signals.ageMs + laterMs } }),
  ...(probes && { probes: { ...probes, ageMs: probes.ageMs + laterMs } }),
  ...(isFirst && served && { served }),
});

/** What is new in a decision, in words. */
function changes(
  previous: Decision | undefined,
  { regions, states, rows, changed, reasons }: Decision,
): string[] {
  const stateChanges = regions.flatMap((region, index) => {
    const [was, is] = [previous?.states[index] ?? "healthy", states[index]];
    if (was === is || is === undefined) return [];
    const why = reasons.filter((it) => "region" in it && it.region === region && !("entry" in it));
    return [`${region} is ${is}. ${why.map(inWords).join(" ")}`.trimEnd()];
  });
  const moves = changed.map((entry) => {
    const row = rows[regions.indexOf(entry)] ?? [];
    const shares = regions.flatMap((region, index) =>
      (row[index] ?? 0) > 0 ? [`${row[index] ?? 0} ${region}`] : [],
    );
    return `${entry} would send ${shares.join(", ")}.`;
  });
  const known = new Set(previous?.reasons.filter(isAlert).map(alertKey));
  const alerts = reasons
    .filter((reason) => isAlert(reason) && !known.has(alertKey(reason)))
    .map((reason) => `Alert: ${inWords(reason)}`);
  return [...stateChanges, ...moves, ...alerts];
}

/** What an alert is about, without its numbers. */
const alertKey = (reason: Decision["reasons"][number]): string =>
  [
    reason.code,
    "region" in reason ? reason.region : "",
    "entry" in reason ? reason.entry : "",
  ].join(" ");

/**
 * Plays a file of recorded signals: what `nephoran traffic replay` prints.
 *
 * @param settings as in the controller's configuration; what is left out is as shipped.
 * @throws OperatorError if the file is no recording, or the settings are none.
 */
export function replayFile(
  path: string,
  { topology, settings = {} }: { readonly topology: Topology; readonly settings?: unknown },
): { readonly lines: string[] } {
  const parsed = decisionSettingsSchema.safeParse(settings);
  if (!parsed.success) {
    throw new OperatorError(
      "The settings are none of the decision core:\n" +
        parsed.error.issues.map((it) => `  ${it.path.join(".")}: ${it.message}`).join("\n") +
        "\ndocs/routing.md has all of them.",
    );
  }
  const lines: string[] = [];
  const recorded = parseRecording(readText(path), path, topology);
  playRecording(recorded, topology, parsed.data, (line) => lines.push(line));
  return { lines: lines.length === 0 ? ["Nothing would have changed."] : lines };
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new OperatorError(`${path} cannot be read: ${why}\nName a file of recorded signals.`);
  }
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
