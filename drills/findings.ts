import { requestKinds } from "../sandbox/live/load/kinds";
import { type LoadEvent, outcomeOf } from "../sandbox/live/load/load-event";
import { percentile } from "../sandbox/live/load/percentile";
import { type Counts, type LoadReport, reportOf } from "../sandbox/live/load/report";
import type { DrillEvent } from "./drill-event";
import { latenciesOf, type RoundTrip, type WayLatency } from "./latency-findings";
import type { Measure, Measured } from "./measure";
import { isExercise, type RoundKind } from "./exercise";
import { stateFindings } from "./state-findings";
import { SHIFTED_REQUESTS } from "./times";
import { weightFindings } from "./weight-findings";

/** Who plays which part in a round. */
export interface Parts {
  readonly mode: RoundKind;
  readonly regions: readonly string[];
  readonly victim: string;
  readonly other: string;
  /** Regions that may answer what is bound; empty if nothing is. */
  readonly boundTo: readonly string[];
  /** Between sites of the network, ms. */
  readonly roundTrip: RoundTrip;
}

/** When what was done, ms since 1970. */
export interface Moments {
  readonly breaking: number;
  readonly broken: number;
  readonly mending: number;
  readonly mended: number;
}

/** What a round has shown. Durations in ms; what is absent was not seen. */
export interface Findings {
  readonly measured: Measured;
  /** Unbound requests, those that may be repeated, and those that may not. */
  readonly unbound: Counts;
  readonly repeatable: Counts;
  readonly others: Counts;
  /** Bound ones, which nobody else may answer where their regions are dead. */
  readonly bound: Counts;
  /** Why unbound requests failed, with how often. */
  readonly failures: Readonly<Record<string, number>>;
  /** What the weight is counted from. */
  readonly weightSince?: "probe" | "break";
  /** From the break until a controller elsewhere had a failed probe, and called the region failed. */
  readonly firstFailedProbeMs?: number;
  readonly detectedMs?: number;
  /** From when it had been put right until all was as before. */
  readonly asBeforeMs?: number;
  /** 99 % of all requests were started no later than that after they were due: this machine's fault. */
  readonly latenessP99Ms: number;
  /** Of an exercise of that name; else empty. */
  readonly latencies: readonly WayLatency[];
}

/** From when on a region that is slow is to be out of the way, ms after the onset. */
const ONSET_MS = 20_000;

/** How long after its weight is written an entry may still send to a region, ms: until it is pushed. */
const PUSH_MS = 1_000;

/** Regions that a mode breaks, or cuts off. */
export function brokenBy({ mode, regions, victim, other }: Parts): readonly string[] {
  if (isExercise(mode)) return [];
  if (mode === "all") return regions;
  return mode === "partition" || mode === "partition-one-way" ? [victim, other] : [victim];
}

/**
 * What a round has shown, from all that happened in it.
 *
 * @throws RangeError if the fault was not made, or not put right.
 */
export function findingsOf(events: readonly DrillEvent[], parts: Parts): Findings {
  const moments: Moments = {
    breaking: momentOf(events, "breaking"),
    broken: momentOf(events, "broken"),
    mending: momentOf(events, "mending"),
    mended: momentOf(events, "mended"),
  };
  const requests = events.flatMap((event) => (event.type === "request" ? [event.request] : []));
  const unbound = requests.filter(({ kind }) => !requestKinds[kind].isBound);
  const bound = requests.filter(({ kind }) => requestKinds[kind].isBound);
  const startedAt = Math.min(moments.breaking, ...requests.map(({ t }) => t));
  const report = reportOf(startedAt, unbound);
  const weight = weightFindings(events, parts, moments);
  const states = stateFindings(events, brokenBy(parts), moments);
  const latencies = parts.mode === "latency" ? latenciesOf(unbound, parts.roundTrip) : [];
  const settled = events.find(({ type }) => type === "settled");
  return {
    measured: {
      ...requestMeasures(unbound, report, moments, weight.writtenAt),
      ...rowMeasures(events, moments),
      missing: Math.max(0, SHIFTED_REQUESTS - unbound.length),
      ...known("absence", absence(unbound, parts, moments)),
      ...known("overNetwork", worst(latencies.map(({ p95Ms, networkMs }) => p95Ms - networkMs))),
      ...known("weightWritten", weight.writtenMs),
      ...known("agreement", states.agreementMs),
      ...known("crossed", crossed(events)),
      ...(parts.boundTo.length > 0 && { boundAbroad: abroad(bound, parts.boundTo) }),
      silentSides: silentSides(unbound, brokenBy(parts), moments),
      disturbed: states.disturbed,
      flaps: states.flaps,
    },
    unbound: countsOf(report),
    repeatable: report.repeatable,
    others: report.notRepeatable,
    bound: countsOf(reportOf(startedAt, bound)),
    failures: report.failures,
    ...(weight.since !== undefined && { weightSince: weight.since }),
    ...(weight.firstFailedProbeAt !== undefined && {
      firstFailedProbeMs: weight.firstFailedProbeAt - moments.breaking,
    }),
    ...(states.detectedMs !== undefined && { detectedMs: states.detectedMs }),
    ...(settled?.type === "settled" && { asBeforeMs: settled.at - moments.mended }),
    latenessP99Ms: report.lateness?.p99Ms ?? 0,
    latencies,
  };
}

function requestMeasures(
  unbound: readonly LoadEvent[],
  report: LoadReport,
  { broken, mending }: Moments,
  writtenAt: number | undefined,
): Measured {
  const failed = unbound.filter((request) => outcomeOf(request) !== "ok");
  const after = failed.filter(
    ({ t, kind }) =>
      requestKinds[kind].isRepeatable && t > (writtenAt ?? broken) + PUSH_MS && t < mending,
  );
  const late = unbound.filter(({ t }) => t >= broken + ONSET_MS && t < mending);
  const lateP95 = percentile(late.map(({ ms }) => ms).sort(ascending), 0.95);
  const firstAnswer = Math.min(
    ...unbound
      .filter((request) => request.t >= mending && outcomeOf(request) === "ok")
      .map(({ t, ms }) => t + ms),
  );
  const lastFailure = Math.max(firstAnswer, ...failed.map(({ t }) => t));
  return {
    failedRepeatable: report.repeatable.failed,
    failedOthers: report.notRepeatable.failed,
    longestWait: report.longestWaitMs,
    ...(writtenAt !== undefined && { failedAfterWrite: after.length }),
    ...known("lateP95", lateP95),
    ...(Number.isFinite(firstAnswer) && { fullService: lastFailure - firstAnswer }),
  };
}

/** How often rows changed between the break and the mending, and how long none did at most. */
function rowMeasures(events: readonly DrillEvent[], { broken, mending }: Moments): Measured {
  const rows = new Map<string, string>();
  const changes: number[] = [];
  for (const event of events) {
    if (event.type !== "weights") continue;
    const row = JSON.stringify(
      Object.entries(event.weights)
        .filter(([, share]) => share > 0)
        .sort(),
    );
    const before = rows.get(event.entry);
    rows.set(event.entry, row);
    if (before === undefined || before === row) continue;
    if (event.at >= broken && event.at < mending) changes.push(event.at);
  }
  const marks = [broken, ...changes, mending];
  const still = Math.max(...marks.map((at, index) => at - (marks[index - 1] ?? at)));
  return { moved: changes.length, still };
}

/** The longest time in which the victim answered nobody near the other entry. */
function absence(
  unbound: readonly LoadEvent[],
  { victim, other }: Parts,
  { broken, mending }: Moments,
): number | undefined {
  const answers = unbound
    .filter(({ entry, region }) => region === victim && entry.endsWith(`@${other}`))
    .map(({ t, ms }) => t + ms)
    .filter((at) => at >= broken && at < mending)
    .sort(ascending);
  if (answers.length === 0) return undefined;
  const marks = [broken, ...answers, mending];
  return Math.max(...marks.map((at, index) => at - (marks[index - 1] ?? at)));
}

const worst = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : Math.max(...values);

const ascending = (one: number, other: number): number => one - other;

/** Packets that the router let through between the first look after the break and the last. */
function crossed(events: readonly DrillEvent[]): number | undefined {
  const looks = events.flatMap((event) => (event.type === "crossings" ? [event.packets] : []));
  const [first] = looks;
  const last = looks.at(-1);
  if (first === undefined || last === undefined || looks.length < 2) return undefined;
  return Object.entries(last).reduce((sum, [way, all]) => sum + all - (first[way] ?? 0), 0);
}

const abroad = (bound: readonly LoadEvent[], home: readonly string[]): number =>
  bound.filter(
    (request) =>
      outcomeOf(request) === "ok" && request.region !== undefined && !home.includes(request.region),
  ).length;

function silentSides(
  unbound: readonly LoadEvent[],
  sides: readonly string[],
  { broken, mending }: Moments,
): number {
  const meanwhile = unbound.filter(
    (request) => request.t >= broken && request.t < mending && outcomeOf(request) === "ok",
  );
  return sides.filter((side) => !meanwhile.some(({ region }) => region === side)).length;
}

const countsOf = ({ sent, answered, ok, unavailable, failed }: Counts): Counts => ({
  sent,
  answered,
  ok,
  unavailable,
  failed,
});

function momentOf(events: readonly DrillEvent[], type: keyof Moments): number {
  const event = events.find((one) => one.type === type);
  if (event === undefined || !("at" in event)) throw new RangeError(`Nothing was ${type}.`);
  return event.at;
}

const known = (name: Measure, value: number | undefined): Measured =>
  value === undefined ? {} : { [name]: value };
