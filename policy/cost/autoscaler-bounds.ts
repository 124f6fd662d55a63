import { costRule } from "./cost-rule";

export const autoscalerBounds = costRule(
  "autoscaling",
  ["HorizontalPodAutoscaler"],
  {
    id: "cost-autoscaler-bounds",
    title: "Autoscalers have bounds that make sense",
    why: "Without room to grow load is refused; with too much a runaway is paid for until somebody looks.",
    fix: "Set minReplicas and maxReplicas, the latter above the former, and at most `maxGrowth` times as much.",
    level: "advisory",
    example: "spec:\n  minReplicas: 3\n  maxReplicas: 6",
  },
  (field, { config: { maxGrowth } }) => {
    const least = field.at("spec", "minReplicas").number ?? 1;
    const most = field.at("spec", "maxReplicas").number ?? least;
    if (least < 1) return ["It may end all replicas."];
    if (most <= least) return [`It cannot grow: it has from ${least} to ${most} replicas.`];
    return most > least * maxGrowth
      ? [`It may grow from ${least} to ${most} replicas, more than ${maxGrowth} times as many.`]
      : [];
  },
);
