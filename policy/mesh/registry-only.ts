import { Field } from "../reading/field";
import { meshSettings } from "../reading/mesh-settings";
import { isKind, ISTIO_NETWORKING } from "../reading/object";
import type { ResourceRule } from "../rule";

export const registryOnly: ResourceRule = {
  id: "mesh-registry-only",
  family: "mesh",
  kind: "resource",
  title: "Pods reach only what the mesh knows",
  why: "With ALLOW_ANY a pod reaches every host that the network lets it, and no ServiceEntry says so.",
  fix: "Set `outboundTrafficPolicy.mode: REGISTRY_ONLY`, for the mesh and in every Sidecar that says anything.",
  level: "mandatory",
  example: "meshConfig:\n  outboundTrafficPolicy: { mode: REGISTRY_ONLY }",
  check(resource) {
    const settings = meshSettings(resource);
    const ofMesh = settings?.at("outboundTrafficPolicy", "mode").value;
    const sidecar = isKind(resource, ISTIO_NETWORKING, "Sidecar")
      ? Field.of(resource).at("spec", "outboundTrafficPolicy", "mode").value
      : undefined;
    return [
      ...(settings !== undefined && ofMesh !== "REGISTRY_ONLY"
        ? ["The mesh lets pods reach any host."]
        : []),
      ...(sidecar !== undefined && sidecar !== "REGISTRY_ONLY"
        ? ["It lets its pods reach any host."]
        : []),
    ];
  },
};
