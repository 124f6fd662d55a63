import type { Signals } from "../../services/traffic-controller/decision/snapshot";
import type { Lie } from "../faults/fault";
import type { Service } from "./region-load";

/** The window that rates are taken over, s. */
const WINDOW_SECONDS = 30;

/**
 * A region's Prometheus: it counts over a window, tells by recording rules that are evaluated every
 * few seconds, and may be dead, late, or wrong.
 */
export class Prometheus {
  private readonly ring = Array.from({ length: WINDOW_SECONDS }, () => ({
    attempts: 0,
    successes: 0,
    p95: 0,
    utilisation: 0,
    demand: 0,
  }));
  private at = 0;
  private readonly sums = { attempts: 0, successes: 0, p95: 0, utilisation: 0, demand: 0 };
  private evaluated: Signals | undefined;
  private evaluatedAtMs = 0;

  constructor(
    private readonly evaluateEveryMs: number,
    private readonly usdPerThousandIntents: number,
    private readonly boundIntentsPerMinute: number,
  ) {}

  /** Counts one more second. A dead or late one goes on counting, but tells nothing new. */
  record(
    { attempts, successes, p95Ms, utilisation }: Service,
    demand: number,
    lie: Lie | undefined,
    nowMs: number,
  ): void {
    const slot = this.ring[this.at];
    if (slot === undefined) return;
    this.at = (this.at + 1) % WINDOW_SECONDS;
    const { sums } = this;
    sums.attempts += attempts - slot.attempts;
    sums.successes += successes - slot.successes;
    sums.p95 += p95Ms - slot.p95;
    sums.utilisation += utilisation - slot.utilisation;
    sums.demand += demand - slot.demand;
    slot.attempts = attempts;
    slot.successes = successes;
    slot.p95 = p95Ms;
    slot.utilisation = utilisation;
    slot.demand = demand;
    const isSilent = lie === "dead" || lie === "late";
    if (isSilent || nowMs - this.evaluatedAtMs < this.evaluateEveryMs) return;
    this.evaluated = this.evaluate();
    this.evaluatedAtMs = nowMs;
  }

  /** What it answers to a query; `undefined`: nothing. */
  answer(lie: Lie | undefined, nowMs: number): Signals | undefined {
    const { evaluated } = this;
    if (evaluated === undefined || lie === "dead") return undefined;
    const told = { ...evaluated, ageMs: nowMs - this.evaluatedAtMs };
    switch (lie) {
      case undefined:
      case "late":
        return told;
      case "nan":
        return { ...told, successRatio: Number.NaN, demandIntentsPerMinute: Number.NaN };
      case "rosy":
        return { ...told, successRatio: 1, p95Ms: 100, utilisation: evenly(0.1) };
      case "gloomy":
        return { ...told, attempts: 10_000, successRatio: 0.2, p95Ms: 60_000 };
      case "brim":
        return { ...told, utilisation: evenly(0.91) };
      case "absurd":
        return { ...told, successRatio: 7, p95Ms: -5, demandIntentsPerMinute: 1e9 };
    }
  }

  private evaluate(): Signals {
    const { attempts, successes, p95, utilisation, demand } = this.sums;
    const full = round(utilisation / WINDOW_SECONDS);
    return {
      ageMs: 0,
      attempts: Math.max(0, round(attempts)),
      successRatio: attempts < 1e-6 ? 1 : Math.min(1, round(successes / attempts)),
      p95Ms: round(p95 / WINDOW_SECONDS),
      utilisation: { cpu: full, memory: 0.5, network: full / 2, intents: full },
      demandIntentsPerMinute: Math.max(0, round(demand / WINDOW_SECONDS)),
      boundIntentsPerMinute: this.boundIntentsPerMinute,
      costUsdPerThousandIntents: this.usdPerThousandIntents,
    };
  }
}

const evenly = (full: number): Signals["utilisation"] => ({
  cpu: full,
  memory: full,
  network: full,
  intents: full,
});

/** Sums that grow and shrink for hours are exact to six digits. */
const round = (value: number): number => Math.round(value * 1e6) / 1e6;
