import { regionHost } from "../../routing/hosts";
import { celText } from "../reading/cel";
import { Field } from "../reading/field";
import { boundHosts } from "../reading/mesh-hosts";
import { ISTIO_NETWORKING, isKind } from "../reading/object";
import type { ResourceRule } from "../rule";

const prefixes = (regions: readonly string[]): string[] =>
  regions.map((region) => `spiffe://${regionHost(region)}/`);

export const boundHostIdentities: ResourceRule = {
  id: "residency-bound-host-identities",
  kind: "resource",
  family: "residency",
  title: "Whoever answers a bound host proves to be of its zone, and no rule moves its traffic",
  why: "An address may come to belong to somebody else. Only the identity in the certificate says that the other side is in the zone; and a locality setting that fails over, or spreads by weight, leaves the zone by itself.",
  fix: "In the DestinationRule of the host, let trafficPolicy.tls.subjectAltNames name gateways of the zone's regions alone, without subsets, settings for single ports, distribute or failover.",
  level: "mandatory",
  example: `spec:
  host: eu.nephoran.local
  trafficPolicy:
    tls:
      mode: ISTIO_MUTUAL
      subjectAltNames:
        - spiffe://eu-west-1.nephoran.local/ns/nephoran-ingress/sa/nephoran-gateway
`,
  admission: ({ topology }) => ({
    resources: [{ group: ISTIO_NETWORKING, versions: ["v1"], resources: ["destinationrules"] }],
    validations: [...boundHosts({ topology })].map(([host, regions]) => {
      const own = prefixes(regions).map((prefix) => `n.startsWith(${celText(prefix)})`);
      const policy = "object.spec.trafficPolicy";
      const locality = `${policy}.loadBalancer.localityLbSetting`;
      return {
        expression: [
          `object.spec.host != ${celText(host)} || !has(object.spec.subsets)`,
          `has(${policy}) && !has(${policy}.portLevelSettings)`,
          `has(${policy}.tls) && has(${policy}.tls.subjectAltNames) && size(${policy}.tls.subjectAltNames) > 0`,
          `${policy}.tls.subjectAltNames.all(n, ${own.join(" || ")})`,
          `(!has(${policy}.loadBalancer) || !has(${locality}) || !has(${locality}.distribute) && !has(${locality}.failover))`,
        ].join(" && "),
        message: `${host} is answered by identities of ${regions.join(" and ")} alone.`,
      };
    }),
  }),
  check(resource, context) {
    if (!isKind(resource, ISTIO_NETWORKING, "DestinationRule")) return [];
    const spec = Field.of(resource).at("spec");
    const host = spec.at("host").text;
    const regions = host === undefined ? undefined : boundHosts(context).get(host);
    if (regions === undefined) return [];
    const policy = spec.at("trafficPolicy");
    const locality = policy.at("loadBalancer", "localityLbSetting");
    const names = policy.at("tls", "subjectAltNames");
    const own = prefixes(regions);
    const strangers = names.texts.filter((name) => !own.some((prefix) => name.startsWith(prefix)));
    return [
      ...[
        spec.at("subsets"),
        policy.at("portLevelSettings"),
        locality.at("distribute"),
        locality.at("failover"),
      ]
        .filter(({ isSet }) => isSet)
        .map(({ path }) => `${path} may lead requests for ${host} elsewhere.`),
      ...(names.texts.length === 0
        ? [`${names.path} is empty, so that anybody may answer for ${host}.`]
        : []),
      ...strangers.map((name) => `${names.path} lets ${name} answer for ${host}.`),
    ];
  },
};
