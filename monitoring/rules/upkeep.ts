import type { RecordingRule } from "./recording-rule";
import type { RegionRulesArgs } from "./region";
import { AVAILABLE_PROCESSORS, gauge, slowRate } from "./sources";

/** What the controller, the synchronizer and Kubernetes tell of a region, as those outside may see it. */
export function upkeepRules({ region }: RegionRulesArgs): RecordingRule[] {
  const own = { region: region.name };
  const asEntry = { entry: region.name };
  return [
    {
      record: "nephoran:region:heartbeat",
      expr: "vector(time())",
      labels: own,
      unit: "seconds",
      help: "When the region's Prometheus last computed its rules, since 1970: its age tells how old all the others are.",
      absent: "never in the region itself",
    },
    {
      record: "nephoran:region:processors_available",
      expr: AVAILABLE_PROCESSORS,
      labels: own,
      unit: "replicas",
      help: "Processors that can take requests.",
      absent: "while kube-state-metrics is not scraped",
    },
    {
      record: "nephoran:region:traffic_weight",
      expr: `max by (region) (${gauge("nephoran_traffic_weight", { entry: region.name })})`,
      labels: asEntry,
      unit: "percent",
      help: "Share of the entry's unbound requests that each region gets.",
      absent: "while no traffic controller is scraped",
    },
    {
      record: "nephoran:region:state",
      expr: `max by (region, state) (${gauge("nephoran_region_state", { entry: region.name })})`,
      labels: asEntry,
      unit: "boolean",
      help: "1 for the state that the entry takes each region to be in.",
      absent: "while no traffic controller is scraped",
    },
    {
      record: "nephoran:region:failover_events_per_hour",
      expr: `3600 * sum by (region) (${slowRate("nephoran_failover_events_total", "1h")})`,
      labels: asEntry,
      unit: "events/h",
      help: "Times in the last hour that the entry took a region out by itself.",
      absent: "while no traffic controller is scraped",
    },
    {
      record: "nephoran:region:sync_lag_seconds",
      expr: `max(${gauge("nephoran_sync_lag_seconds")})`,
      labels: own,
      unit: "seconds",
      help: "Age of the oldest change that has not been carried over.",
      absent: "while no synchronizer is scraped",
    },
    {
      record: "nephoran:region:residency_blocked_per_hour",
      expr: `3600 * sum(${slowRate("nephoran_residency_blocked_total", "1h")})`,
      labels: own,
      unit: "events/h",
      help: "Writes of the last hour that were kept in their zone.",
      absent: "while no synchronizer is scraped",
    },
    {
      record: "nephoran:region:autonomous",
      expr: `max(${gauge("nephoran_region_autonomous")})`,
      labels: own,
      unit: "boolean",
      help: "1 while the region goes on without the global state.",
      absent: "while no synchronizer is scraped",
    },
    {
      record: "nephoran:region:certificate_expiry_seconds",
      expr: `min(${gauge("nephoran_certificate_expiry_seconds")})`,
      labels: own,
      unit: "seconds",
      help: "Time until the first of the region's certificates ends.",
      absent: "while nobody tells of certificates",
    },
  ];
}
