import { includesLabels } from "../reading/labels";
import { isReplicated, podLabels } from "../reading/pods";
import { podRule } from "./pod-rule";

const ZONE = "topology.kubernetes.io/zone";

export const zoneSpread = podRule(
  {
    id: "pods-zone-spread",
    title: "Replicas are spread over availability zones",
    why: "Otherwise the scheduler may put all of them into the zone that fails.",
    fix: `Add a topologySpreadConstraint with the key ${ZONE} that selects the pods themselves.`,
    level: "mandatory",
    example: `topologySpreadConstraints:
  - topologyKey: ${ZONE}
    maxSkew: 1
    whenUnsatisfiable: ScheduleAnyway
    labelSelector: { matchLabels: { app: weaviate } }`,
  },
  (pod) => {
    if (!isReplicated(pod)) return [];
    const labels = podLabels(pod);
    const isSpread = pod.spec
      .at("topologySpreadConstraints")
      .items.some(
        (one) =>
          one.at("topologyKey").text === ZONE &&
          includesLabels(labels, one.at("labelSelector", "matchLabels").textsByKey),
      );
    return isSpread ? [] : ["Nothing spreads its pods over availability zones."];
  },
);
