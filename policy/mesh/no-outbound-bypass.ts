import { isExempt } from "../reading/exemption";
import { podOf } from "../reading/pods";
import type { ResourceRule } from "../rule";
import { meshExemptions } from "./exemptions";

const ID = "mesh-no-outbound-bypass";
const PREFIX = "traffic.sidecar.istio.io/";

/** Annotations by which a pod goes past its proxy, each with the value that does not. */
const ways: Readonly<Record<string, string>> = {
  excludeOutboundPorts: "",
  excludeOutboundIPRanges: "",
  excludeInterfaces: "",
  includeOutboundPorts: "",
  includeOutboundIPRanges: "*",
};

export const noOutboundBypass: ResourceRule = {
  id: ID,
  family: "mesh",
  kind: "resource",
  title: "What a pod sends passes its proxy",
  why: "Past its proxy a pod speaks plain text, and reaches what the mesh does not know.",
  fix: `Remove the annotation ${PREFIX}…; name what the pod has to reach in a ServiceEntry.`,
  level: "mandatory",
  example: 'annotations:\n  traffic.sidecar.istio.io/includeOutboundIPRanges: "*"',
  check(resource) {
    const pod = podOf(resource);
    if (pod === undefined || isExempt(meshExemptions, ID, resource)) return [];
    return Object.entries(ways).flatMap(([way, harmless]) => {
      const said = pod.metadata.at("annotations", `${PREFIX}${way}`);
      return said.isSet && said.value !== harmless
        ? [`Its pods go past their proxies: ${way} is ${said.text || "empty"}.`]
        : [];
    });
  },
};
