import type { DecisionSettings } from "../settings";
import { type Evidence, evidenceOf, isOverloaded } from "./evidence";
import type { Reach } from "./links";
import type { Judgement, RegionHealth, Trigger } from "./memory";
import type { Signals } from "./snapshot";

/** What is seen of a region at one tick. */
export interface Sight {
  readonly reach: Reach;
  /** Left out if they are missing, stale or no numbers. */
  readonly signals: Signals | undefined;
  /** What it takes by the topology, intents/min. */
  readonly capacity: number;
}

/**
 * The next judgement of a region: degraded when a trigger has been bad for long enough, failed when it
 * cannot be reached or has been bad for longer, back only when all has been good through a hold-off.
 * Without signals nothing changes but by probes.
 */
export function judge(
  before: RegionHealth,
  { reach, signals, capacity }: Sight,
  settings: DecisionSettings,
  nowMs: number,
  elapsedMs: number,
): RegionHealth {
  const evidence = signals === undefined ? undefined : evidenceOf(signals, settings);
  const badSinceMs = evidence === undefined ? {} : badSince(before.badSinceMs, evidence, nowMs);
  const overloadedAtMs =
    signals !== undefined && isOverloaded(signals, capacity, settings)
      ? nowMs
      : before.overloadedAtMs;
  const grounds = { reach, evidence, badSinceMs, overloadedAtMs };
  const next = nextJudgement(before, grounds, settings, nowMs, elapsedMs);
  const lastSound = signals ?? before.lastSound;
  return {
    judgement: next,
    badSinceMs,
    relapses: relapses(before, next, settings, nowMs),
    ...(lastSound && { lastSound }),
    ...(overloadedAtMs !== undefined && { overloadedAtMs }),
  };
}

/** Triggers that are bad now, with the time since which they have been so. */
function badSince(
  before: RegionHealth["badSinceMs"],
  evidence: Evidence,
  nowMs: number,
): RegionHealth["badSinceMs"] {
  const since: Partial<Record<Trigger, number>> = {};
  for (const trigger of triggers) {
    if (evidence[trigger] === "bad") since[trigger] = before[trigger] ?? nowMs;
  }
  return since;
}

const triggers = ["success", "collapse", "latency", "utilisation"] as const;

interface Grounds {
  readonly reach: Reach;
  readonly evidence: Evidence | undefined;
  readonly badSinceMs: RegionHealth["badSinceMs"];
  readonly overloadedAtMs: number | undefined;
}

function nextJudgement(
  before: RegionHealth,
  grounds: Grounds,
  settings: DecisionSettings,
  nowMs: number,
  elapsedMs: number,
): Judgement {
  const { judgement } = before;
  if (judgement.state === "failed") return leaveFailed(judgement, before, grounds, settings, nowMs);
  if (grounds.reach === "lost") return { state: "failed", sinceMs: nowMs, by: "probes" };
  const { degraded, failed } = verdict(grounds, settings, nowMs);
  if (failed) return { state: "failed", sinceMs: nowMs, by: "signals" };

  switch (judgement.state) {
    case "healthy":
      return degraded ? { state: "degraded", sinceMs: nowMs } : judgement;
    case "degraded":
      return leaveDegraded(judgement, before, grounds, settings, nowMs);
    case "recovering":
      if (degraded) return { state: "degraded", sinceMs: nowMs };
      return climb(judgement, grounds, settings, nowMs, elapsedMs);
  }
}

/**
 * What the triggers ask for, by how long each has been bad. As long as a region is asked for too much,
 * and while the window of its signals still holds some of that time, it is not failed for it: its
 * requests would overload the next one, and so on.
 */
function verdict(
  { badSinceMs: since, overloadedAtMs }: Grounds,
  { success, latency, utilisation, windowSeconds }: DecisionSettings,
  nowMs: number,
): { readonly degraded: boolean; readonly failed: boolean } {
  const isBadFor = (trigger: Trigger, seconds: number, notBefore: number): boolean => {
    const from = since[trigger];
    return from !== undefined && nowMs - Math.max(from, notBefore) >= seconds * 1_000;
  };
  const degraded = (trigger: Trigger, seconds: number): boolean =>
    isBadFor(trigger, seconds, Number.NEGATIVE_INFINITY);
  const restedAtMs =
    overloadedAtMs === undefined
      ? Number.NEGATIVE_INFINITY
      : overloadedAtMs + windowSeconds * 1_000;
  const failed = (trigger: Trigger, seconds: number): boolean =>
    isBadFor(trigger, seconds, restedAtMs);
  return {
    degraded:
      degraded("success", success.enterAfterSeconds) ||
      degraded("latency", latency.enterAfterSeconds) ||
      degraded("utilisation", utilisation.enterAfterSeconds),
    failed:
      failed("collapse", success.collapseAfterSeconds) ||
      failed("success", success.failAfterSeconds) ||
      failed("latency", latency.failAfterSeconds),
  };
}

type Of<State extends Judgement["state"]> = Extract<Judgement, { readonly state: State }>;

function leaveFailed(
  judgement: Of<"failed">,
  { relapses }: RegionHealth,
  grounds: Grounds,
  settings: DecisionSettings,
  nowMs: number,
): Judgement {
  const { state, sinceMs, by } = judgement;
  // What probes alone have taken out they may bring back alone, or dead monitoring would freeze it.
  const well = isWell(grounds, by === "probes");
  if (!well) return { state, sinceMs, by };
  const wellSinceMs = judgement.wellSinceMs ?? nowMs;
  return nowMs - wellSinceMs >= holdOffMs("failed", relapses, settings)
    ? { state: "recovering", sinceMs: nowMs, share: settings.recovery.rampStartRatio }
    : { state, sinceMs, by, wellSinceMs };
}

function leaveDegraded(
  { state, sinceMs, wellSinceMs: wellBefore }: Of<"degraded">,
  { relapses }: RegionHealth,
  grounds: Grounds,
  settings: DecisionSettings,
  nowMs: number,
): Judgement {
  if (!isWell(grounds, false)) return { state, sinceMs };
  const wellSinceMs = wellBefore ?? nowMs;
  return nowMs - wellSinceMs >= holdOffMs("degraded", relapses, settings)
    ? { state: "healthy", sinceMs: nowMs }
    : { state, sinceMs, wellSinceMs };
}

/**
 * The way back gets on only while all is well. Of utilisation it asks no more than not to be bad, since
 * a region that is planned to be nearly full is between its thresholds for good.
 */
function climb(
  judgement: Of<"recovering">,
  grounds: Grounds,
  { recovery }: DecisionSettings,
  nowMs: number,
  elapsedMs: number,
): Judgement {
  const { evidence } = grounds;
  const isNearlyFull = evidence?.utilisation === "neither";
  const seen = isNearlyFull ? { ...evidence, utilisation: "good" as const } : evidence;
  if (!isWell({ ...grounds, evidence: seen }, true)) return judgement;
  const rise = ((1 - recovery.rampStartRatio) * elapsedMs) / (recovery.rampSeconds * 1_000);
  const share = judgement.share + rise;
  return share >= 1 - ROUNDING ? { state: "healthy", sinceMs: nowMs } : { ...judgement, share };
}

/** What a sum of many small shares may lack. */
const ROUNDING = 1e-9;

function isWell({ reach, evidence }: Grounds, withoutSignals: boolean): boolean {
  if (reach !== "reached") return false;
  if (evidence === undefined) return withoutSignals;
  return triggers.every((trigger) => evidence[trigger] === "good");
}

/** How long a region has to be well before it comes back, ms: doubled by each relapse, bounded. */
export function holdOffMs(
  state: "degraded" | "failed",
  relapses: number,
  { recovery }: DecisionSettings,
): number {
  const first =
    state === "failed" ? recovery.failedHoldOffSeconds : recovery.degradedHoldOffSeconds;
  const doubled = first * 2 ** Math.max(0, relapses - 1);
  return Math.min(doubled, recovery.longestHoldOffSeconds) * 1_000;
}

const isOut = ({ state }: Judgement): boolean => state === "degraded" || state === "failed";

function relapses(
  before: RegionHealth,
  next: Judgement,
  { recovery }: DecisionSettings,
  nowMs: number,
): number {
  if (isOut(next) && !isOut(before.judgement)) return before.relapses + 1;
  const isForgiven =
    next.state === "healthy" && nowMs - next.sinceMs >= recovery.forgiveAfterSeconds * 1_000;
  return isForgiven ? 0 : before.relapses;
}
