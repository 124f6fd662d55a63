import { costRule } from "./cost-rule";

/** Percent of what is requested: below, nodes idle; above, replicas come too late. */
const SENSIBLE = { least: 30, most: 90 } as const;

export const autoscalerSignal = costRule(
  "autoscaling",
  ["HorizontalPodAutoscaler"],
  {
    id: "cost-autoscaler-signal",
    title: "Autoscalers know what to grow by",
    why: "Without a metric nothing grows; near 100% it grows when users already wait.",
    fix: `Name a metric; as utilization, between ${SENSIBLE.least} and ${SENSIBLE.most}%.`,
    level: "advisory",
    example:
      "metrics:\n  - type: Resource\n    resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } }",
  },
  (field) => {
    const metrics = field.at("spec", "metrics").items;
    if (metrics.length === 0) return ["It has no metric to grow by."];
    return metrics
      .map((metric) => metric.at("resource", "target", "averageUtilization"))
      .flatMap(({ number: percent, path }) =>
        percent !== undefined && (percent < SENSIBLE.least || percent > SENSIBLE.most)
          ? [`${path} is ${percent}%.`]
          : [],
      );
  },
);
