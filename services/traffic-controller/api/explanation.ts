import type { ControllerStatus, RegionStatus } from "../controller/controller";
import { reasonsAbout } from "../controller/because";
import { fullestResource } from "./fullest-resource";
import { type Decision, weightsOf } from "../decision/decide";
import type { Override } from "../decision/override";
import { inWords, isAlert, orderInWords, type Reason, refusalInWords } from "../decision/reason";
import type { Signals } from "../decision/snapshot";
import type { Strategy } from "../settings";
import { API_VERSION, type DecisionAnswer } from "./decision-schema";
import { summaryOf } from "./summary";
import { whyNotWritten } from "./why-not-written";

/** What a recorder remembers that the controller does not. */
export interface Remembered {
  /** Since when a region is in its state, by what has been seen since the start; ms since 1970. */
  stateSinceMs(region: string): number | undefined;
  /** Why the overrides are ignored as they are written now. */
  readonly invalidOverrides:
    { readonly sinceMs: number; readonly problems: readonly string[] } | undefined;
}

/** Most of one kind that an answer lists; there may be thousands of links. */
export const MOST_LISTED = 200;

/** A controller's status, in words that a person can use. */
export function explanation(
  status: ControllerStatus,
  strategy: Strategy,
  remembered: Remembered,
): DecisionAnswer {
  const { atMs, decision, leader } = status;
  const reasons = decision?.reasons ?? [];
  const alerts = reasons.filter(isAlert).slice(0, MOST_LISTED);
  return {
    version: API_VERSION,
    at: instantOf(atMs),
    summary: summaryOf(status, remembered.invalidOverrides !== undefined),
    entry: status.region,
    identity: status.identity,
    mode: status.mode,
    strategy,
    ...(decision && { decidedAgeSeconds: secondsOf(atMs - decision.next.atMs) }),
    warmUpLeftSeconds: secondsOf(status.warmUpLeftMs),
    leader: { ...leader, text: leaderInWords(leader) },
    alerts: alerts.map((reason) => ({ code: reason.code, text: inWords(reason) })),
    regions: status.regions.map((region, index) =>
      regionAnswer(region, index, status, remembered, reasonsAbout(region.region, reasons)),
    ),
    entries: status.regions.map((region, index) => entryAnswer(region, index, status, reasons)),
    overrides: overridesAnswer(status, remembered),
    writes: writesAnswer(status),
  };
}

export const instantOf = (ms: number): string => new Date(ms).toISOString();

/** Seconds with one decimal. */
export const secondsOf = (ms: number): number => Math.round(ms / 100) / 10;

/** A number, or null where it is none: JSON has no NaN. */
const known = (value: number): number | null => (Number.isFinite(value) ? value : null);

function leaderInWords({ isSelf, holder }: ControllerStatus["leader"]): string {
  if (isSelf) return "This replica leads.";
  if (holder === undefined || holder === "") return "Nobody is known to lead.";
  return `${holder} leads by the Lease.`;
}

function regionAnswer(
  { region, state, signals, probe, reportAgeMs }: RegionStatus,
  index: number,
  { atMs, decision }: ControllerStatus,
  remembered: Remembered,
  reasons: readonly Reason[],
): DecisionAnswer["regions"][number] {
  const judgement = decision?.next.health[index]?.judgement;
  const sinceMs = remembered.stateSinceMs(region);
  return {
    region,
    ...(state && { state }),
    ...(state &&
      sinceMs !== undefined && {
        since: instantOf(sinceMs),
        forSeconds: secondsOf(atMs - sinceMs),
      }),
    ...(state === "recovering" &&
      judgement?.state === "recovering" && { capacityShare: judgement.share }),
    why: listed(reasons.map(inWords)),
    ...(signals && { signals: signalsAnswer(signals) }),
    ...(probe && {
      probe: {
        ageSeconds: secondsOf(probe.ageMs),
        failures: probe.failures,
        successes: probe.successes,
        ...(probe.roundTripMs !== undefined && { roundTripMs: Math.round(probe.roundTripMs) }),
      },
    }),
    ...(reportAgeMs !== undefined && { reportAgeSeconds: secondsOf(reportAgeMs) }),
  };
}

const signalsAnswer = (
  signals: Signals,
): NonNullable<DecisionAnswer["regions"][number]["signals"]> => ({
  ageSeconds: known(secondsOf(signals.ageMs)),
  attempts: known(signals.attempts),
  successRatio: known(signals.successRatio),
  p95Ms: known(signals.p95Ms),
  fullest: fullestResource(signals.utilisation),
  demandIntentsPerMinute: known(signals.demandIntentsPerMinute),
  boundIntentsPerMinute: known(signals.boundIntentsPerMinute),
  costUsdPerThousandIntents: known(signals.costUsdPerThousandIntents),
});

function entryAnswer(
  { region: entry, served: told }: RegionStatus,
  index: number,
  status: ControllerStatus,
  reasons: readonly Reason[],
): DecisionAnswer["entries"][number] {
  const isOwn = entry === status.region;
  const { decision } = status;
  const served = isOwn ? status.routes?.weights : told;
  const decided = decision && weightsOf(decision, entry);
  return {
    entry,
    isOwn,
    ...(served && { served }),
    ...(decided && { decided }),
    ...(decision && { aim: aimOf(decision, index) }),
    ...(served && decided && { pointsToMove: pointsBetween(served, decided) }),
    why: listed(reasons.filter((reason) => isFor(entry, reason)).map(inWords)),
    whyNotWritten: isOwn ? whyNotWritten(status) : `${entry}'s own controller writes it.`,
  };
}

/** Where an entry's row is on its way to, with one decimal. */
const aimOf = ({ regions, matrix }: Decision, index: number): Record<string, number> =>
  Object.fromEntries(
    regions.map((region, other) => [region, Math.round((matrix[index]?.[other] ?? 0) * 10) / 10]),
  );

/** Points of 100 that one row has elsewhere than another. */
export const pointsBetween = (
  from: Readonly<Record<string, number>>,
  to: Readonly<Record<string, number>>,
): number =>
  Object.entries(to).reduce(
    (sum, [region, points]) => sum + Math.max(0, points - (from[region] ?? 0)),
    0,
  );

function isFor(entry: string, reason: Reason): boolean {
  const order = orderOf(reason);
  if (order !== undefined) return order.kind === "pin" && order.entry === entry;
  return "entry" in reason && reason.entry === entry;
}

function orderOf(reason: Reason): Override | undefined {
  if (reason.code === "override") return reason.override;
  return reason.code === "override-refused" ? reason.refusal.override : undefined;
}

function overridesAnswer(
  { overrides, decision, atMs }: ControllerStatus,
  { invalidOverrides }: Remembered,
): DecisionAnswer["overrides"] {
  const reasons = decision?.reasons ?? [];
  const list = overrides ?? [];
  return {
    read: overrides !== undefined,
    list: list.slice(0, MOST_LISTED).map((override) => overrideAnswer(override, reasons, atMs)),
    leftOut: Math.max(0, list.length - MOST_LISTED),
    ...(invalidOverrides && {
      invalid: {
        since: instantOf(invalidOverrides.sinceMs),
        problems: listed(invalidOverrides.problems),
      },
    }),
  };
}

function overrideAnswer(
  override: Override,
  reasons: readonly Reason[],
  atMs: number,
): DecisionAnswer["overrides"]["list"][number] {
  const { id, kind, author, reason, expiresAtMs } = override;
  const verdict = reasons.find((one) => orderOf(one)?.id === id);
  return {
    id,
    order: `${orderInWords(override)}.`,
    kind,
    author,
    reason,
    expiresAt: instantOf(expiresAtMs),
    expiresInSeconds: secondsOf(expiresAtMs - atMs),
    status: verdict === undefined ? "pending" : verdict.code === "override" ? "stands" : "refused",
    ...(verdict?.code === "override-refused" && {
      refusal: refusalInWords(verdict.refusal.why),
    }),
  };
}

function writesAnswer({ atMs, writes }: ControllerStatus): DecisionAnswer["writes"] {
  const { underWay, last, failure, backoffLeftMs } = writes;
  return {
    ...(underWay && { underWay: underWay.weights }),
    ...(last && {
      last: {
        at: instantOf(last.atMs),
        ageSeconds: secondsOf(atMs - last.atMs),
        weights: last.write.weights,
        because: listed(last.write.because.map(inWords)),
      },
    }),
    ...(failure && {
      failure: {
        at: instantOf(failure.atMs),
        ageSeconds: secondsOf(atMs - failure.atMs),
        kind: failure.kind,
        inARow: failure.inARow,
        ...(failure.message !== undefined && { message: failure.message }),
      },
    }),
    nextTryInSeconds: secondsOf(backoffLeftMs),
  };
}

/** A list that does not grow with the number of links. */
export const listed = (sentences: readonly string[]): string[] =>
  sentences.length <= MOST_LISTED
    ? [...sentences]
    : [
        ...sentences.slice(0, MOST_LISTED),
        `And ${sentences.length - MOST_LISTED} more of that kind.`,
      ];
