import { Field } from "../reading/field";
import { isExempt } from "../reading/exemption";
import { includesLabels } from "../reading/labels";
import { isKind, namespaceOf } from "../reading/object";
import { podLabels } from "../reading/pods";
import { servingWorkloads } from "../reading/serving";
import type { PolicyResource, StackRule } from "../rule";
import { podExemptions } from "./exemptions";

const ID = "pods-disruption-budget";

export const disruptionBudget: StackRule = {
  id: ID,
  family: "pods",
  kind: "stack",
  title: "What is reached by a Service loses one pod at a time",
  why: "Whoever drains nodes may otherwise take all replicas at once.",
  fix: "Add a PodDisruptionBudget that selects the pods and lets one of them be unavailable.",
  level: "mandatory",
  example:
    "kind: PodDisruptionBudget\nspec:\n  maxUnavailable: 1\n  selector: { matchLabels: { app: weaviate } }",
  check(resources) {
    const budgets = resources.filter((one) => isKind(one, "policy", "PodDisruptionBudget"));
    return servingWorkloads(resources)
      .filter(({ pod }) => !isExempt(podExemptions, ID, pod.resource))
      .filter(({ pod }) => !budgets.some((one) => covers(one, pod.namespace, podLabels(pod))))
      .map(({ pod }) => ({
        resource: pod.resource.name,
        problem: "No PodDisruptionBudget keeps its pods from being evicted all at once.",
      }));
  },
};

function covers(
  budget: PolicyResource,
  namespace: string,
  labels: Readonly<Record<string, string>>,
): boolean {
  const selector = Field.of(budget).at("spec", "selector", "matchLabels").textsByKey;
  return (
    namespaceOf(budget) === namespace &&
    Object.keys(selector).length > 0 &&
    includesLabels(labels, selector)
  );
}
