import { podOf } from "../reading/pods";
import { quantity } from "../reading/quantity";
import { replicasOf } from "../reading/serving";
import type { PolicyResource, StackRule } from "../rule";

export const coreBudget: StackRule = {
  id: "cost-core-budget",
  family: "cost",
  kind: "stack",
  title: "A region's pods request no more cores than it has",
  why: "What does not fit stays pending just when it is needed, or the cluster's autoscaler buys nodes for it.",
  fix: "Lower maxReplicas or the requests of CPU, or raise `maxCoresPerRegion` in the pack's configuration.",
  level: "advisory",
  example: "spec:\n  maxReplicas: 6",
  check(resources, { config: { maxCoresPerRegion: most } }) {
    if (most === undefined) return [];
    const cores = resources.reduce((sum, resource) => sum + coresOf(resource, resources), 0);
    return cores <= most
      ? []
      : [
          {
            problem: `Its pods request ${Math.round(cores * 10) / 10} cores at their most replicas; there are ${most}.`,
          },
        ];
  },
};

/** Cores that a workload requests with all the replicas that it may have. */
function coresOf(resource: PolicyResource, resources: readonly PolicyResource[]): number {
  const pod = podOf(resource);
  if (pod === undefined) return 0;
  const cores = pod.containers
    .filter(({ staysUp }) => staysUp)
    .map(({ field }) => quantity(field.at("resources", "requests", "cpu").value) ?? 0)
    .reduce((sum, one) => sum + one, 0);
  return cores * replicasOf(pod, resources, "maxReplicas");
}
