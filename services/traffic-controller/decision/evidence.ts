import type { DecisionSettings } from "../settings";
import type { Trigger } from "./memory";
import type { Signals } from "./snapshot";

/** What signals say for or against a region; between the two thresholds, neither. */
export type Evidence = Readonly<Record<Trigger, "good" | "neither" | "bad">>;

/**
 * Holds signals against the thresholds. Few attempts prove nothing bad. They do not stand in the way
 * of a region that nobody asks either, unless they went wrong.
 */
export function evidenceOf(signals: Signals, settings: DecisionSettings): Evidence {
  const { success, latency, utilisation } = settings;
  const { attempts, successRatio, p95Ms } = signals;
  const isProof = attempts >= settings.minimumAttempts;
  const asked = (bad: boolean, good: boolean): Evidence[Trigger] => {
    if (attempts === 0 || good) return "good";
    return bad && isProof ? "bad" : "neither";
  };
  const fullest = fullestOf(signals);
  return {
    success: asked(successRatio < success.enterBelowRatio, successRatio >= success.leaveFromRatio),
    collapse: asked(
      successRatio < success.collapseBelowRatio,
      successRatio >= success.collapseBelowRatio,
    ),
    latency: asked(p95Ms > latency.enterAboveMs, p95Ms <= latency.leaveUpToMs),
    utilisation:
      fullest > utilisation.enterAboveRatio
        ? "bad"
        : fullest <= utilisation.leaveUpToRatio
          ? "good"
          : "neither",
  };
}

/** The resource that a region runs out of first: 1 is full. */
export const fullestOf = ({ utilisation: { cpu, memory, network, intents } }: Signals): number =>
  Math.max(cpu, memory, network, intents);

/**
 * Whether a region was asked for more than it may be planned with. What is bad about it then says that
 * there was too much, not that the region is broken.
 *
 * @param capacity intents/min.
 */
export const isOverloaded = (
  { attempts }: Signals,
  capacity: number,
  { windowSeconds, assignment }: DecisionSettings,
): boolean => attempts * 60 > capacity * assignment.usableRatio * windowSeconds;
