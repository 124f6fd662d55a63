import type { MetricName } from "../metrics";
import type { RecordingRule } from "./recording-rule";
import type { RegionRulesArgs } from "./region";
import { gauge, p95, slowRate } from "./sources";

const NO_CONTROLLER = "while no traffic controller is scraped";

/** Seconds of the window in which writes are counted. */
const WRITES_WINDOW_SECONDS = 300;

/** What an entry's controller says somebody should look at, a series for each reason that it gives. */
const told = [
  {
    record: "nephoran:region:traffic_signals_missing",
    reason: "signals-missing",
    unit: "boolean",
    help: "1 for a region whose signals the entry misses.",
  },
  {
    record: "nephoran:region:traffic_overloaded",
    reason: "overloaded",
    unit: "boolean",
    help: "1 for a region that the entry plans with more than it should take, since nothing else is left.",
  },
  {
    record: "nephoran:region:traffic_unreachable",
    reason: "unreachable",
    unit: "boolean",
    help: "1 for a region that answers nobody's probes, as the entry knows.",
  },
  {
    record: "nephoran:region:traffic_link_down",
    reason: "link-down",
    unit: "events",
    help: "How many entries do not reach a region that others do, as the entry knows.",
  },
  {
    record: "nephoran:region:traffic_isolated",
    reason: "isolated",
    unit: "boolean",
    help: "1 for a region whose entry can send to nobody but itself.",
  },
  {
    record: "nephoran:region:traffic_spared",
    reason: "spared",
    unit: "boolean",
    help: "1 for a region that would have failed, were it not one too many.",
  },
  {
    record: "nephoran:region:traffic_overrides_refused",
    reason: "override-refused",
    unit: "events",
    help: "How many orders of operators about a region are not carried out.",
  },
] as const;

/** What a region's traffic controller tells of itself, for alerts: whoever steers has to be watched too. */
export function steeringRules({ region }: RegionRulesArgs): RecordingRule[] {
  const own = { region: region.name };
  const most = (metric: MetricName): string => `max(${gauge(metric, own)})`;
  return [
    {
      record: "nephoran:region:traffic_leaders",
      expr: `sum(${gauge("nephoran_traffic_leading", own)})`,
      labels: own,
      unit: "replicas",
      help: "Replicas of the traffic controller that lead; one, and for a moment none.",
      absent: `in shadow mode, and ${NO_CONTROLLER}`,
    },
    {
      record: "nephoran:region:traffic_write_failures",
      expr: most("nephoran_traffic_write_failures"),
      labels: own,
      unit: "events",
      help: "Writes of the entry's row that have failed in a row, while there is something to write.",
      absent: `in shadow mode, and ${NO_CONTROLLER}`,
    },
    {
      record: "nephoran:region:traffic_disagreement",
      expr: most("nephoran_traffic_disagreement"),
      labels: own,
      unit: "percent",
      help: "Points of the entry's row that a controller in shadow mode would move.",
      absent: `in active mode, and ${NO_CONTROLLER}`,
    },
    {
      record: "nephoran:region:traffic_overrides_invalid",
      expr: most("nephoran_traffic_overrides_invalid"),
      labels: own,
      unit: "boolean",
      help: "1 while the overrides as they are written cannot be understood.",
      absent: NO_CONTROLLER,
    },
    ...told.map(({ record, reason, unit, help }): RecordingRule => ({
      record,
      expr: `max by (region) (${gauge("nephoran_traffic_alert", { entry: region.name, reason })})`,
      labels: { entry: region.name },
      unit,
      help,
      absent: NO_CONTROLLER,
    })),
    ...loopRules(own),
  ];
}

/** Whether the loop goes on, how long it takes, and what becomes of what it decides. */
function loopRules(own: Readonly<{ region: string }>): RecordingRule[] {
  const ticks = (part: "bucket" | "count"): string =>
    slowRate(`nephoran_traffic_tick_seconds_${part}`, "1m", own);
  const writes = (result: string): string =>
    `${WRITES_WINDOW_SECONDS} * sum(${slowRate("nephoran_traffic_writes_total", "5m", { ...own, result })})`;
  const rows = (result: string): string =>
    `3600 * sum(${slowRate("nephoran_traffic_event_rows_total", "1h", { ...own, result })})`;
  return [
    {
      record: "nephoran:region:traffic_decision_rate",
      expr: `min(${ticks("count")})`,
      labels: own,
      unit: "events/s",
      help: "Decisions of the replica that makes fewest; one each second while all is well.",
      absent: NO_CONTROLLER,
    },
    {
      record: "nephoran:region:traffic_tick_p95_seconds",
      expr: p95(ticks("bucket")),
      labels: own,
      unit: "seconds",
      help: "95 of 100 decisions of the last minute took no longer, with what is recorded of them.",
      absent: `without a decision in the last minute, and ${NO_CONTROLLER}`,
    },
    {
      record: "nephoran:region:traffic_writes",
      expr: writes("written"),
      labels: own,
      unit: "events",
      help: "Writes of the entry's row in the last 5 min that the API server took.",
      absent: NO_CONTROLLER,
    },
    {
      record: "nephoran:region:traffic_write_conflicts",
      expr: writes("conflict"),
      labels: own,
      unit: "events",
      help: "Writes of the last 5 min that came second, after somebody else's.",
      absent: NO_CONTROLLER,
    },
    {
      record: "nephoran:region:traffic_write_errors",
      expr: writes("=~retryable|refused|not-sent"),
      labels: own,
      unit: "events",
      help: "Writes of the last 5 min that failed for another reason than a conflict.",
      absent: NO_CONTROLLER,
    },
    {
      record: "nephoran:region:traffic_event_rows_per_hour",
      expr: rows("added"),
      labels: own,
      unit: "events/h",
      help: "Rows of the last hour that were added to failover_events.",
      absent: NO_CONTROLLER,
    },
    {
      record: "nephoran:region:traffic_event_rows_dropped_per_hour",
      expr: rows("dropped"),
      labels: own,
      unit: "events/h",
      help: "Rows of the last hour that could not be kept until the state store would take them.",
      absent: NO_CONTROLLER,
    },
  ];
}
