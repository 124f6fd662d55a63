import type { DecisionAnswer } from "./decision-schema";
import { columns, duration, number, percent, row } from "./text-parts";

/** The answer to GET /decision as plain text, for a terminal. */
export function decisionText(answer: DecisionAnswer): string {
  const { at, entry, identity, mode, strategy, summary, leader } = answer;
  const decided =
    answer.decidedAgeSeconds === undefined
      ? ""
      : `, decided ${duration(answer.decidedAgeSeconds)} ago`;
  return [
    `Entry ${entry} at ${at}${decided}`,
    `Replica ${identity}, ${mode}, strategy ${strategy}. ${leader.text}`,
    "",
    summary,
    ...section(
      "ALERTS",
      answer.alerts.map(({ text }) => text),
    ),
    ...section("REGIONS", answer.regions.flatMap(regionLines)),
    ...section("ENTRIES", answer.entries.flatMap(entryLines)),
    ...section("OVERRIDES", overrideLines(answer.overrides)),
    ...section("WRITES OF THIS REPLICA", writeLines(answer.writes)),
    "",
  ].join("\n");
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];

function regionLines(region: DecisionAnswer["regions"][number]): string[] {
  const { state = "unknown", since, forSeconds, capacityShare, why, signals, probe } = region;
  const share = capacityShare === undefined ? "" : `, ${percent(capacityShare)} of its capacity`;
  const when =
    since === undefined || forSeconds === undefined
      ? ""
      : ` for ${duration(forSeconds)}, since ${since}`;
  return [
    `${region.region}: ${state}${share}${when}`,
    ...columns([
      ...why.map((text) => ["why", text] as const),
      ["signals", signals === undefined ? "none yet" : signalsText(signals)],
      ["probes", probe === undefined ? "none yet" : probeText(probe)],
      ...(region.reportAgeSeconds === undefined
        ? []
        : [["report", `${duration(region.reportAgeSeconds)} ago`] as const]),
    ]),
  ];
}

function signalsText(signals: NonNullable<DecisionAnswer["regions"][number]["signals"]>): string {
  const { ageSeconds, attempts, successRatio, p95Ms, fullest } = signals;
  const age = ageSeconds === null ? "of unknown age" : `${duration(ageSeconds)} old`;
  return [
    `${age}: ${number(attempts)} attempts`,
    ...(attempts === 0 ? [] : [`${percent(successRatio)} succeed`, `P95 ${number(p95Ms)} ms`]),
    `${fullest.resource} ${percent(fullest.ratio)} full`,
    `demand ${number(signals.demandIntentsPerMinute)}/min`,
    `bound ${number(signals.boundIntentsPerMinute)}/min`,
  ].join(", ");
}

function probeText(probe: NonNullable<DecisionAnswer["regions"][number]["probe"]>): string {
  const { ageSeconds, failures, successes, roundTripMs } = probe;
  const said =
    failures > 0 ? `${failures} in a row without an answer` : `${successes} in a row answered`;
  const trip = roundTripMs === undefined ? "" : `, round trip ${roundTripMs} ms`;
  return `${said}, the last ${duration(ageSeconds)} ago${trip}`;
}

function entryLines(entry: DecisionAnswer["entries"][number]): string[] {
  const { served, decided, aim, pointsToMove = 0, why, whyNotWritten } = entry;
  return [
    `${entry.entry}${entry.isOwn ? " (own)" : ""}`,
    ...columns([
      ["served", served === undefined ? "not known" : row(served)],
      ...(decided !== undefined && (pointsToMove > 0 || served === undefined)
        ? [["decided", row(decided)] as const]
        : []),
      ...(aim !== undefined && decided !== undefined && row(aim) !== row(decided)
        ? [["aim", row(aim)] as const]
        : []),
      ...why.map((text) => ["why", text] as const),
      ["written", whyNotWritten],
    ]),
  ];
}

function overrideLines({ read, list, leftOut, invalid }: DecisionAnswer["overrides"]): string[] {
  return [
    ...(invalid === undefined
      ? []
      : [
          `As they are written since ${invalid.since} they are ignored; the last valid ones count:`,
          ...invalid.problems.map((problem) => `  ${problem}`),
        ]),
    ...(read ? [] : ["They have not been read yet."]),
    ...(read && list.length === 0 ? ["none"] : []),
    ...list.flatMap((one) => [
      `${one.id}: ${one.order}${one.status === "stands" ? "" : ` [${one.status}]`}`,
      ...columns([
        ["author", one.author],
        ["reason", one.reason],
        ["expires", `${one.expiresAt} (${expiry(one.expiresInSeconds)})`],
        ...(one.refusal === undefined ? [] : [["refused", one.refusal] as const]),
      ]),
    ]),
    ...(leftOut > 0 ? [`and ${leftOut} more`] : []),
  ];
}

const expiry = (seconds: number): string =>
  seconds > 0 ? `in ${duration(seconds)}` : `${duration(-seconds)} ago`;

function writeLines({
  underWay,
  last,
  failure,
  nextTryInSeconds,
}: DecisionAnswer["writes"]): string[] {
  return columns([
    ...(underWay === undefined ? [] : [["under way", row(underWay)] as const]),
    ...(last === undefined
      ? [["last", "none since its start"] as const]
      : [
          [
            "last",
            `${row(last.weights)}, ${duration(last.ageSeconds)} ago, at ${last.at}`,
          ] as const,
          ...last.because.map((text) => ["because", text] as const),
        ]),
    ...(failure === undefined
      ? []
      : [
          [
            "failure",
            `${failure.kind}, ${failure.inARow} in a row, ${duration(failure.ageSeconds)} ago` +
              (failure.message === undefined ? "" : `: ${failure.message}`),
          ] as const,
        ]),
    ...(nextTryInSeconds > 0 ? [["next try", `in ${duration(nextTryInSeconds)}`] as const] : []),
  ]);
}
