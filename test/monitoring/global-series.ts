import { controlPlaneMetrics } from "../../monitoring/alerts/watching";
import { metrics } from "../../monitoring/metrics";
import { globalRules } from "../../monitoring/rules/global";
import { regionRules } from "../../monitoring/rules/region";
import { expressionNames } from "./expression-names";

const groups = [
  ...regionRules({
    region: { name: "home", costUsdPerThousandIntents: 1 },
    maxConcurrentIntents: 1,
  }),
  ...globalRules,
];
const rules = groups.flatMap((group) => group.rules);

/**
 * Series that the global Prometheus has of every region, also of those in a residency zone, and of
 * itself. `ALERTS` is what Prometheus keeps of alerts.
 */
export const globalSeries: ReadonlySet<string> = new Set([
  ...rules.map(({ record }) => record).filter((record) => record.startsWith("nephoran:")),
  ...controlPlaneMetrics,
  "ALERTS",
]);

/** Labels that those series may have. */
export const globalLabels: ReadonlySet<string> = new Set([
  ...Object.values(metrics).flatMap(({ labels }) => labels),
  ...rules.flatMap(({ expr, labels = {} }) => [
    ...Object.keys(labels),
    ...expressionNames(expr).labels,
  ]),
  // Of the global control plane's own scrapes, and of ALERTS.
  ...["job", "integration", "alertname", "alertstate", "severity", "cause"],
]);
