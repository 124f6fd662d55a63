import { ratio } from "./promql";
import type { RecordingRule, RuleGroup } from "./recording-rule";

/**
 * Age at which what a region wrote is no longer taken for its present, seconds. Series that are written
 * to a Prometheus go on for 5 min after the last sample; sums over regions must not.
 */
const FRESH_SECONDS = 60;

/** One value for each region that is heard from: a region's two replicas both write. */
const fresh = (record: `nephoran:region:${string}`): string =>
  `(max by (region) (${record}) and on (region) ` +
  `(time() - max by (region) (nephoran:region:heartbeat) < ${FRESH_SECONDS}))`;

/** All regions together, computed where all of them write to. */
const rules: readonly RecordingRule[] = [
  {
    record: "nephoran:global:regions_reporting",
    expr: `count(${fresh("nephoran:region:heartbeat")})`,
    unit: "regions",
    help: "Regions whose aggregates are less than a minute old, and so in the sums below.",
    absent: "while no region is heard from",
  },
  {
    record: "nephoran:global:request_rate",
    expr: `sum(${fresh("nephoran:region:request_rate")})`,
    unit: "requests/s",
    help: "Attempts in all regions that are heard from.",
    absent: "while none of them tells its own",
  },
  {
    record: "nephoran:global:traffic_share",
    expr: `${fresh("nephoran:region:request_rate")} / on () group_left () (nephoran:global:request_rate > 0)`,
    unit: "ratio",
    help: "A region's attempts through those of all regions.",
    absent: "without a request anywhere",
  },
  {
    record: "nephoran:global:success_ratio",
    expr: ratio(
      `sum(${fresh("nephoran:region:success_ratio")} * on (region) ${fresh("nephoran:region:success_count")})`,
      `sum(${fresh("nephoran:region:success_count")} and on (region) ${fresh("nephoran:region:success_ratio")})`,
    ),
    unit: "ratio",
    help: "Attempts that succeeded, through all attempts, over all regions.",
    absent: "without a request anywhere",
  },
  {
    record: "nephoran:global:latency_p95_seconds",
    expr: `max(${fresh("nephoran:region:latency_p95_seconds")})`,
    unit: "seconds",
    help: "P95 of the slowest region: percentiles cannot be added up.",
    absent: "without a request anywhere",
  },
  {
    record: "nephoran:global:cost_usd_per_hour",
    expr: `sum(${fresh("nephoran:region:cost_usd_per_hour")})`,
    unit: "USD/h",
    help: "What all regions that are heard from cost at the topology's prices.",
    absent: "while none of them tells its own",
  },
  {
    record: "nephoran:global:failover_events_per_hour",
    expr: `sum(max by (entry, region) (nephoran:region:failover_events_per_hour) and on (entry) label_replace(time() - max by (region) (nephoran:region:heartbeat) < ${FRESH_SECONDS}, "entry", "$1", "region", "(.+)"))`,
    unit: "events/h",
    help: "Times in the last hour that an entry took a region out by itself, over all entries.",
    absent: "while no entry that is heard from tells its own",
  },
];

/** Rules of every Prometheus that looks at all regions. */
export const globalRules: readonly RuleGroup[] = [
  { name: "nephoran-global", intervalSeconds: 15, rules },
];
