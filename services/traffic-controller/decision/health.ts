import type { DecisionSettings } from "../settings";
import { type Evidence, evidenceOf } from "./evidence";
import type { Reach } from "./links";
import type { Judgement, RegionHealth, Trigger } from "./memory";
import type { Signals } from "./snapshot";

/** What is seen of a region at one tick. */
export interface Sight {
  readonly reach: Reach;
  /** Left out if they are missing, stale or no numbers. */
  readonly signals: Signals | undefined;
}

/**
 * The next judgement of a region: degraded when a trigger has been bad for long enough, failed when it
 * cannot be reached or has been bad for longer, back only when all has been good through a hold-off.
 * Without signals nothing changes but by probes.
 */
export function judge(
  before: RegionHealth,
  { reach, signals }: Sight,
  settings: DecisionSettings,
  nowMs: number,
  elapsedMs: number,
): RegionHealth {
  const evidence = signals === undefined ? undefined : evidenceOf(signals, settings);
  const badSinceMs = evidence === undefined ? {} : badSince(before.badSinceMs, evidence, nowMs);
  const next = nextJudgement(before, { reach, evidence, badSinceMs }, settings, nowMs, elapsedMs);
  const lastSound = signals ?? before.lastSound;
  return {
    judgement: next,
    badSinceMs,
    relapses: relapses(before, next, settings, nowMs),
    ...(lastSound && { lastSound }),
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
  const { degraded, failed } = verdict(grounds.badSinceMs, settings, nowMs);
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

/** What the triggers ask for, by how long each has been bad. */
function verdict(
  since: RegionHealth["badSinceMs"],
  { success, latency, utilisation }: DecisionSettings,
  nowMs: number,
): { readonly degraded: boolean; readonly failed: boolean } {
  const lasted = (trigger: Trigger, seconds: number): boolean => {
    const from = since[trigger];
    return from !== undefined && nowMs - from >= seconds * 1_000;
  };
  return {
    degraded:
      lasted("success", success.enterAfterSeconds) ||
      lasted("latency", latency.enterAfterSeconds) ||
      lasted("utilisation", utilisation.enterAfterSeconds),
    failed:
      lasted("collapse", success.collapseAfterSeconds) ||
      lasted("success", success.failAfterSeconds) ||
      lasted("latency", latency.failAfterSeconds),
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

/** The way back gets on only while all is well. */
function climb(
  judgement: Of<"recovering">,
  grounds: Grounds,
  { recovery }: DecisionSettings,
  nowMs: number,
  elapsedMs: number,
): Judgement {
  if (!isWell(grounds, true)) return judgement;
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
