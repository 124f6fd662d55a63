import { isExempt } from "../reading/exemption";
import { servingWorkloads } from "../reading/serving";
import type { StackRule } from "../rule";
import { podExemptions } from "./exemptions";

const ID = "pods-two-replicas";

export const twoReplicas: StackRule = {
  id: ID,
  family: "pods",
  kind: "stack",
  title: "What is reached by a Service has at least two replicas",
  why: "With one, each rollout, each eviction and each lost node is an outage.",
  fix: "Set at least two replicas, or minReplicas of the autoscaler to 2.",
  level: "mandatory",
  example: "spec:\n  replicas: 2",
  check: (resources) =>
    servingWorkloads(resources)
      .filter(({ pod }) => !isExempt(podExemptions, ID, pod.resource))
      .filter(({ replicas }) => replicas < 2)
      .map(({ pod, replicas }) => ({
        resource: pod.resource.name,
        problem: `It is reached by a Service and has ${replicas === 1 ? "one replica" : "no replica"}.`,
      })),
};
