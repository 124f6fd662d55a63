import type { MetricName } from "../metrics";
import type { RecordingRule } from "./recording-rule";
import type { RegionRulesArgs } from "./region";
import { gauge } from "./sources";

const NO_CONTROLLER = "while no traffic controller is scraped";

/** What a region's traffic controller tells of itself, for alerts: whoever steers has to be watched too. */
export function steeringRules({ region }: RegionRulesArgs): RecordingRule[] {
  const own = { region: region.name };
  const most = (metric: MetricName): string => `max(${gauge(metric, own)})`;
  const told = (reason: string): string =>
    `max by (region) (${gauge("nephoran_traffic_alert", { entry: region.name, reason })})`;
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
    {
      record: "nephoran:region:traffic_signals_missing",
      expr: told("signals-missing"),
      labels: { entry: region.name },
      unit: "boolean",
      help: "1 for a region whose signals the entry misses.",
      absent: NO_CONTROLLER,
    },
    {
      record: "nephoran:region:traffic_overloaded",
      expr: told("overloaded"),
      labels: { entry: region.name },
      unit: "boolean",
      help: "1 for a region that the entry plans with more than it should take, since nothing else is left.",
      absent: NO_CONTROLLER,
    },
  ];
}
