import type { Weights } from "../../../routing/routes";

/**
 * What a controller knows when it decides, by the name of the region that said so. Times are ages, by
 * the clock of the controller that holds them, so clocks of regions need not agree. Numbers may be
 * anything, NaN too: whoever reads them checks.
 */
export type Snapshot = Readonly<Record<string, RegionReport>>;

/** What one region says; what it did not say is left out. */
export interface RegionReport {
  readonly signals?: Signals;
  readonly probes?: Probes;
  /** The row that the region's entry serves by now. */
  readonly served?: Weights;
}

/** What a region's Prometheus counted, over its window. */
export interface Signals {
  /** Since the window closed, ms. */
  readonly ageMs: number;
  /** Attempts that the region served, a retry counted as one more. */
  readonly attempts: number;
  /** Successes over attempts; without attempts nobody looks at it, nor at P95. */
  readonly successRatio: number;
  /** The time within which 95 % of the attempts were answered, ms. */
  readonly p95Ms: number;
  /** How full each resource is: 1 is full. */
  readonly utilisation: {
    readonly cpu: number;
    readonly memory: number;
    readonly network: number;
    readonly intents: number;
  };
  /** Unbound requests that arrive at the region's entry, intents/min. */
  readonly demandIntentsPerMinute: number;
  /** What the region serves that is bound to it or its zone, intents/min. */
  readonly boundIntentsPerMinute: number;
  readonly costUsdPerThousandIntents: number;
}

/** How an entry reaches the regions, its own by the same way as any other. */
export interface Probes {
  readonly ageMs: number;
  readonly to: Readonly<Record<string, Probe>>;
}

export interface Probe {
  /** Probes in a row without an answer, up to the last one. */
  readonly failures: number;
  /** Probes in a row with an answer, up to the last one. */
  readonly successes: number;
  /** Median of the last minute, ms; left out before the first answer. */
  readonly roundTripMs?: number;
}

/**
 * The signals of a report, if they are all there, fresh, and numbers that can be true. Half of a
 * region's numbers are not half of the truth, so they are taken together or not at all.
 */
export function soundSignals(
  report: RegionReport | undefined,
  staleMs: number,
): Signals | undefined {
  const signals = report?.signals;
  if (signals === undefined || !isAmount(signals.ageMs) || signals.ageMs > staleMs) {
    return undefined;
  }
  const { cpu, memory, network, intents } = signals.utilisation;
  const isSound =
    isAmount(cpu) &&
    isAmount(memory) &&
    isAmount(network) &&
    isAmount(intents) &&
    isAmount(signals.demandIntentsPerMinute) &&
    isAmount(signals.boundIntentsPerMinute) &&
    isAmount(signals.costUsdPerThousandIntents) &&
    isAmount(signals.attempts) &&
    (signals.attempts === 0 ||
      (isAmount(signals.successRatio) && signals.successRatio <= 1 && isAmount(signals.p95Ms)));
  return isSound ? signals : undefined;
}

/** Probes by entry and region, in the order of the regions; what nobody said is left out. */
export type ProbeRows = readonly (readonly (Probe | undefined)[] | undefined)[];

/** What each entry said last about its links. */
export const probeRows = (snapshot: Snapshot, regions: readonly string[]): ProbeRows =>
  regions.map((entry) => {
    const to = snapshot[entry]?.probes?.to;
    return to && regions.map((region) => to[region]);
  });

/** Whether what a region said about its links is still true. */
export function hasFreshProbes(report: RegionReport | undefined, staleMs: number): boolean {
  const ageMs = report?.probes?.ageMs;
  return ageMs !== undefined && isAmount(ageMs) && ageMs <= staleMs;
}

const isAmount = (value: number): boolean => Number.isFinite(value) && value >= 0;
