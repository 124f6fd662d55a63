import { podOf } from "../reading/pods";
import type { ResourceRule } from "../rule";
import { ownEncryption } from "./own-encryption";

const EXCLUDE = "traffic.sidecar.istio.io/excludeInboundPorts";
const INCLUDE = "traffic.sidecar.istio.io/includeInboundPorts";

export const noInboundBypass: ResourceRule = {
  id: "mesh-no-inbound-bypass",
  family: "mesh",
  kind: "resource",
  title: "What comes to a pod passes its proxy",
  why: "A port that the proxy is left out of takes plain text, and no AuthorizationPolicy holds there.",
  fix: `Remove ${EXCLUDE} and ${INCLUDE}. A port with mutual TLS of its own is named in policy/mesh/own-encryption.ts.`,
  level: "mandatory",
  example: 'annotations:\n  traffic.sidecar.istio.io/includeInboundPorts: "*"',
  check(resource) {
    const pod = podOf(resource);
    if (pod === undefined) return [];
    const annotations = pod.metadata.at("annotations");
    const own = ownEncryption
      .filter(({ workload }) => workload === `${pod.namespace}/${pod.name}`)
      .map(({ port }) => String(port));
    const excluded = portsIn(annotations.at(EXCLUDE).text).filter((port) => !own.includes(port));
    const included = annotations.at(INCLUDE);
    return [
      ...excluded.map((port) => `Port ${port} of its pods bypasses the mesh.`),
      ...(included.isSet && included.value !== "*"
        ? [`All ports of its pods but ${included.text || "none"} bypass the mesh.`]
        : []),
    ];
  },
};

const portsIn = (list: string | undefined): string[] =>
  (list ?? "")
    .split(",")
    .map((port) => port.trim())
    .filter((port) => port !== "");
