import type { Region } from "../config/topology";
import { regionRules } from "./rules/region";

/** What a region writes to Prometheuses of other regions, and its own if that looks at all of them. */
export interface Leaving {
  /** Names of series, exactly. */
  readonly series: readonly string[];
  /** Labels that are kept; others are cut off before anything is sent. */
  readonly labels: readonly string[];
}

/** Of the region, the entry, what the number is about, and which of two replicas computed it. */
const AGGREGATE_LABELS = ["region", "entry", "resource", "state", "replica"];

/** For dashboards of all regions, by pod; from a region without a residency zone alone. */
const DETAILS: Leaving = {
  series: [
    "nephoran_cost_dollars_total",
    "nephoran_failover_events_total",
    "nephoran_requests_total",
    "up",
  ],
  labels: ["instance", "job", "namespace", "status"],
};

/**
 * What leaves a region. From a residency zone these are the aggregates that this program itself makes,
 * name by name: a rule that somebody adds does not leave a zone because of how it is called.
 */
export function leaving(region: Pick<Region, "name" | "residencyZone">): Leaving {
  const aggregates = regionRules({
    region: { name: region.name, costUsdPerThousandIntents: 0 },
    maxConcurrentIntents: 1,
  })
    .flatMap(({ rules }) => rules.map(({ record }) => record))
    .filter((record) => record.startsWith("nephoran:"));
  const series = [...new Set(aggregates)].sort();
  return region.residencyZone === undefined
    ? {
        series: [...series, ...DETAILS.series],
        labels: [...AGGREGATE_LABELS, ...DETAILS.labels],
      }
    : { series, labels: AGGREGATE_LABELS };
}
