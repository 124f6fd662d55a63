import { celList, celText } from "../reading/cel";
import { Field } from "../reading/field";
import { hostsOfOtherZones } from "../reading/mesh-hosts";
import { isKind } from "../reading/object";
import type { PolicyResource, ResourceRule } from "../rule";

/** By which ExternalDNS publishes an object's address. */
const HOSTNAME = "external-dns.alpha.kubernetes.io/hostname";

export const publishedHosts: ResourceRule = {
  id: "residency-published-hosts",
  kind: "resource",
  family: "residency",
  title: "A zone's hosts are published with addresses of the zone alone",
  why: "DNS decides where a connection goes before any gateway can refuse it. An address outside of the zone under the zone's name draws bound requests out of it.",
  fix: "Publish the region's own hosts, and those of the zone in the zone's stacks alone.",
  level: "mandatory",
  example: `# In us-east-1
kind: Service
metadata:
  annotations:
    ${HOSTNAME}: nephoran.io,us-east-1.nephoran.io
`,
  admission: (place) => {
    const others = hostsOfOtherZones(place);
    if (others.length === 0) return undefined;
    const annotations = "object.metadata.annotations";
    const value = `${annotations}[${celText(HOSTNAME)}]`;
    return {
      resources: [
        { group: "", versions: ["v1"], resources: ["services"] },
        { group: "networking.k8s.io", versions: ["v1"], resources: ["ingresses"] },
      ],
      validations: [
        {
          expression: `!has(${annotations}) || !(${celText(HOSTNAME)} in ${annotations}) || ${value}.split(',').all(h, !(h.trim() in ${celList(others)}))`,
          message: `${place.region.name} publishes no host of a residency zone that it is not in.`,
        },
      ],
    };
  },
  check(resource, context) {
    const hosts = published(resource);
    if (hosts.length === 0) return [];
    const others = hostsOfOtherZones(context);
    return hosts
      .filter((host) => others.includes(host))
      .map(
        (host) =>
          `It publishes ${host}, which a residency zone answers that ${context.region.name} is not in.`,
      );
  },
};

function published(resource: PolicyResource): string[] {
  if (isKind(resource, "externaldns.k8s.io", "DNSEndpoint")) {
    const endpoints = Field.of(resource).at("spec", "endpoints").items;
    return endpoints.flatMap((endpoint) => endpoint.at("dnsName").text ?? []);
  }
  if (!isKind(resource, "", "Service") && !isKind(resource, "networking.k8s.io", "Ingress")) {
    return [];
  }
  const hosts = Field.of(resource).at("metadata", "annotations", HOSTNAME).text;
  return hosts === undefined ? [] : hosts.split(",").map((host) => host.trim());
}
