import { homeOf } from "../reading/homes";
import { problemOf, wishesOfPods } from "../reading/node-places";
import type { ResourceRule } from "../rule";

export const nodePlacement: ResourceRule = {
  id: "residency-node-placement",
  kind: "resource",
  family: "residency",
  title: "Pods of a residency zone ask for nodes of the zone alone",
  why: "A cluster may have nodes in several regions. Whatever runs on one outside of the zone, memory and volumes with it, is outside of the zone.",
  fix: "Let node selectors and affinities name regions and availability zones of the zone, with the operator In.",
  level: "mandatory",
  example: `affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
        - matchExpressions:
            - {key: topology.kubernetes.io/region, operator: In, values: [eu-west-1]}
`,
  check(resource, context) {
    const home = homeOf(resource, context);
    return home === undefined
      ? []
      : wishesOfPods(resource).flatMap((wish) => problemOf(wish, home, context) ?? []);
  },
};
