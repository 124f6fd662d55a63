import { celList } from "../reading/cel";
import { Field } from "../reading/field";
import { hostsOfOtherZones } from "../reading/mesh-hosts";
import { ISTIO_NETWORKING, isKind } from "../reading/object";
import type { ResourceRule } from "../rule";

/** Between gateways, who may come in is decided by identity, whatever the host. */
const BETWEEN_GATEWAYS = "ISTIO_MUTUAL";

const HOST = "(h.contains('/') ? h.substring(h.indexOf('/') + 1) : h)";

export const gatewayHosts: ResourceRule = {
  id: "residency-gateway-hosts",
  kind: "resource",
  family: "residency",
  title: "No gateway outside of a residency zone answers the zone's hosts",
  why: "A gateway that answers a host decrypts what is sent to it. Who addresses eu.nephoran.io was promised that this happens in the EU alone.",
  fix: "Name the hosts that the region itself answers, and neither those of a zone that it is not in nor a wildcard that holds for one of them.",
  level: "mandatory",
  example: `# In us-east-1
spec:
  servers:
    - port: {number: 443, name: https, protocol: HTTPS}
      hosts: [nephoran-system/nephoran.io, nephoran-system/us-east-1.nephoran.io]
`,
  admission: (place) => {
    const others = hostsOfOtherZones(place);
    if (others.length === 0) return undefined;
    return {
      resources: [{ group: ISTIO_NETWORKING, versions: ["v1"], resources: ["gateways"] }],
      validations: [
        {
          expression: `!has(object.spec.servers) || object.spec.servers.all(s, has(s.tls) && has(s.tls.mode) && s.tls.mode == '${BETWEEN_GATEWAYS}' || s.hosts.all(h, !(${HOST} in ${celList(others)})))`,
          message: `A gateway of ${place.region.name} answers no host of a residency zone that it is not in.`,
        },
      ],
    };
  },
  check(resource, context) {
    if (!isKind(resource, ISTIO_NETWORKING, "Gateway")) return [];
    const others = hostsOfOtherZones(context);
    return Field.of(resource)
      .at("spec", "servers")
      .items.filter((server) => server.at("tls", "mode").text !== BETWEEN_GATEWAYS)
      .flatMap((server) => server.at("hosts").items)
      .filter(({ text = "" }) => others.includes(text.slice(text.indexOf("/") + 1)))
      .map(
        ({ path, text }) =>
          `${path} is ${text}, which a residency zone answers that ${context.region.name} is not in.`,
      );
  },
};
