import { Field } from "../reading/field";
import { podOf } from "../reading/pods";
import { autoscalerOf } from "../reading/serving";
import type { StackRule } from "../rule";

export const oneScaler: StackRule = {
  id: "cost-one-scaler",
  family: "cost",
  kind: "stack",
  title: "What an autoscaler scales has no replicas of its own",
  why: "Each deployment would set them back, and end what the load just needs.",
  fix: "Remove `spec.replicas`; minReplicas of the autoscaler is what it starts with.",
  level: "advisory",
  example: "kind: Deployment\nspec:\n  selector: { matchLabels: { app: llm-processor } }",
  check: (resources) =>
    resources.flatMap((resource) => {
      const pod = podOf(resource);
      if (pod === undefined || autoscalerOf(pod, resources) === undefined) return [];
      const { number: replicas } = Field.of(resource).at("spec", "replicas");
      return replicas === undefined
        ? []
        : [
            {
              resource: resource.name,
              problem: `It says ${replicas} replicas, and an autoscaler says how many too.`,
            },
          ];
    }),
};
