import type { Signals } from "../decision/snapshot";

/** The last sample of a series. */
export interface Sample {
  /** With `__name__`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly atMs: number;
  /** NaN too. */
  readonly value: number;
}

/** Recording rules that are computed together, every 5 s, of what the region was asked. */
const signalSeries = [
  "nephoran:region:success_ratio",
  "nephoran:region:success_count",
  "nephoran:region:latency_p95_seconds",
  "nephoran:region:entry_demand",
  "nephoran:region:bound_demand",
] as const;
type SignalSeries = (typeof signalSeries)[number];

const UTILISATION = "nephoran:region:utilisation";

/** Configuration, so it is there whenever rules are computed at all: together with the utilisation. */
const NEVER_ABSENT = "nephoran:region:intent_capacity";

/** Of the gateway's pods: whether they are scraped. */
const SCRAPED = "up";

/** How far back samples are looked for: those that are older count for nothing anyway. */
const LOOK_BACK_SECONDS = 30;

/**
 * Whatever signals are made of, with the samples' own times. Recorded series have no job, so the label
 * keeps out who else is scraped.
 */
export const SIGNALS_QUERY =
  `{__name__=~"${[...signalSeries, UTILISATION, NEVER_ABSENT, SCRAPED].join("|")}",job=~"|gateway"}` +
  `[${LOOK_BACK_SECONDS}s]`;

/** How much older than the other rules those of the signals may be and still be of the same time, ms. */
const SAME_TIME_MS = 12_500;

/**
 * What Prometheus counted, as signals: nothing where it computes no rules. A number that is not there is
 * NaN, so that the decision takes it for missing; but where the gateway is scraped and has had no such
 * request since it started, nobody asked, which is 0.
 *
 * @param costUsdPerThousandIntents of the topology. What processors were billed depends on what the
 *   region was sent, and a price that follows the traffic would be chased by it.
 * @param nowMs by the clock that samples are dated by.
 */
export function signalsOf(
  samples: readonly Sample[],
  costUsdPerThousandIntents: number,
  nowMs: number,
): Signals | undefined {
  const named = (name: string): Sample[] =>
    samples.filter(({ labels }) => labels["__name__"] === name);
  const computedAtMs = latestOf(named(NEVER_ABSENT));
  if (computedAtMs === undefined) return undefined;

  const counted = samples.filter(
    ({ labels, atMs }) =>
      signalSeries.some((name) => name === labels["__name__"]) &&
      computedAtMs - atMs <= SAME_TIME_MS,
  );
  const countedAtMs = latestOf(counted);
  // What is older than the others of its group was not there when they were computed last.
  const signal = (name: SignalSeries): number | undefined =>
    counted.find(({ labels, atMs }) => labels["__name__"] === name && atMs === countedAtMs)?.value;
  const full = (resource: string): number | undefined =>
    named(UTILISATION).find(
      ({ labels, atMs }) => labels["resource"] === resource && atMs === computedAtMs,
    )?.value;

  const ifNobodyAsked = isGatewayScraped(named(SCRAPED)) ? 0 : Number.NaN;
  return {
    ageMs: Math.max(0, nowMs - Math.min(computedAtMs, countedAtMs ?? Infinity)),
    attempts: signal("nephoran:region:success_count") ?? ifNobodyAsked,
    successRatio: signal("nephoran:region:success_ratio") ?? Number.NaN,
    p95Ms: (signal("nephoran:region:latency_p95_seconds") ?? Number.NaN) * 1_000,
    utilisation: {
      cpu: full("cpu") ?? Number.NaN,
      memory: full("memory") ?? Number.NaN,
      network: full("network") ?? Number.NaN,
      intents: full("intents") ?? ifNobodyAsked,
    },
    demandIntentsPerMinute: (signal("nephoran:region:entry_demand") ?? ifNobodyAsked) * 60,
    boundIntentsPerMinute: (signal("nephoran:region:bound_demand") ?? ifNobodyAsked) * 60,
    costUsdPerThousandIntents,
  };
}

function latestOf(samples: readonly Sample[]): number | undefined {
  return samples.length === 0 ? undefined : Math.max(...samples.map(({ atMs }) => atMs));
}

/** Pods come and go; what was said last by the last of them counts. */
const isGatewayScraped = (samples: readonly Sample[]): boolean => {
  const latest = latestOf(samples);
  return samples.some(
    ({ atMs, value }) => latest !== undefined && latest - atMs < SAME_TIME_MS && value === 1,
  );
};
