import { Field } from "../reading/field";
import { ownZone } from "../reading/homes";
import { meshSettings } from "../reading/mesh-settings";
import { ISTIO_NETWORKING, isKind } from "../reading/object";
import type { PolicyResource, ResourceRule } from "../rule";

const REGISTRY_ONLY = "REGISTRY_ONLY";

export const outboundRegistryOnly: ResourceRule = {
  id: "residency-outbound-registry-only",
  kind: "resource",
  family: "residency",
  title: "Proxies of a residency zone let nothing out that no object names",
  why: "By default Istio passes on whatever it does not know. A bug, or a library that calls home, then leaves the zone by any host that its network lets through.",
  fix: `Set meshConfig.outboundTrafficPolicy.mode to ${REGISTRY_ONLY}, and give no Sidecar another.`,
  level: "mandatory",
  example: `# Values of the chart istiod
meshConfig:
  outboundTrafficPolicy: {mode: ${REGISTRY_ONLY}}
`,
  admission: ({ region }) => {
    const policy = "object.spec.outboundTrafficPolicy";
    return region.residencyZone === undefined
      ? undefined
      : {
          resources: [{ group: ISTIO_NETWORKING, versions: ["v1"], resources: ["sidecars"] }],
          validations: [
            {
              expression: `!has(${policy}) || has(${policy}.mode) && ${policy}.mode == '${REGISTRY_ONLY}'`,
              message: `${region.name} is in a residency zone, where a Sidecar lets out what is known alone.`,
            },
          ],
        };
  },
  check(resource, context) {
    const zone = ownZone(context);
    if (zone === undefined) return [];
    return policiesIn(resource)
      .map((policy) => policy.at("mode"))
      .filter(({ text }) => text !== REGISTRY_ONLY)
      .map(
        ({ path, text }) =>
          `${path} is ${text ?? "not there"}, so that proxies of the zone ${zone.name} pass on ` +
          "what they do not know.",
      );
  },
};

function policiesIn(resource: PolicyResource): Field[] {
  if (isKind(resource, ISTIO_NETWORKING, "Sidecar")) {
    const policy = Field.of(resource).at("spec", "outboundTrafficPolicy");
    return policy.isSet ? [policy] : [];
  }
  const mesh = meshSettings(resource);
  return mesh === undefined ? [] : [mesh.at("outboundTrafficPolicy")];
}
