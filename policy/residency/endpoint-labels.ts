import { REGION_LABEL, RESIDENCY_ZONE_LABEL } from "../../components/labels";
import { celList, celText } from "../reading/cel";
import { Field } from "../reading/field";
import { zoneOfRegion } from "../reading/homes";
import { answering } from "../reading/mesh-hosts";
import { ISTIO_NETWORKING, isKind } from "../reading/object";
import type { ResourceRule } from "../rule";

export const endpointLabels: ResourceRule = {
  id: "residency-endpoint-labels",
  kind: "resource",
  family: "residency",
  title: "Every endpoint of the mesh's hosts says which region and zone it is",
  why: "An address says nothing of where it is, and most are unknown before the first deployment. What can be checked is what an endpoint is labelled as.",
  fix: `Give each endpoint ${REGION_LABEL} with a region of the topology, and ${RESIDENCY_ZONE_LABEL} with that region's zone if it has one.`,
  level: "mandatory",
  example: `spec:
  hosts: [eu.nephoran.local]
  endpoints:
    - address: 203.0.113.7
      labels:
        ${REGION_LABEL}: eu-west-1
        ${RESIDENCY_ZONE_LABEL}: eu
`,
  admission: ({ topology }) => {
    const label = (name: string): string => `e.labels[${celText(name)}]`;
    const has = (name: string): string => `${celText(name)} in e.labels`;
    const regions = topology.regions.map(({ name, residencyZone }) =>
      residencyZone === undefined
        ? `(${label(REGION_LABEL)} == ${celText(name)} && !(${has(RESIDENCY_ZONE_LABEL)}))`
        : `(${label(REGION_LABEL)} == ${celText(name)} && ${has(RESIDENCY_ZONE_LABEL)} && ${label(RESIDENCY_ZONE_LABEL)} == ${celText(residencyZone)})`,
    );
    const hosts = celList([...answering({ topology }).keys()]);
    return {
      resources: [{ group: ISTIO_NETWORKING, versions: ["v1"], resources: ["serviceentries"] }],
      validations: [
        {
          expression: `!object.spec.hosts.exists(h, h in ${hosts}) || !has(object.spec.endpoints) || object.spec.endpoints.all(e, has(e.labels) && ${has(REGION_LABEL)} && (${regions.join(" || ")}))`,
          message: `Each endpoint of the mesh's hosts has the labels ${REGION_LABEL} and, in a zone, ${RESIDENCY_ZONE_LABEL}, as the topology has them.`,
        },
      ],
    };
  },
  check(resource, context) {
    if (!isKind(resource, ISTIO_NETWORKING, "ServiceEntry")) return [];
    const spec = Field.of(resource).at("spec");
    const known = answering(context);
    if (!spec.at("hosts").texts.some((host) => known.has(host))) return [];
    return spec.at("endpoints").items.flatMap((endpoint) => {
      const region = endpoint.at("labels", REGION_LABEL).text;
      if (region === undefined) return [`${endpoint.path} has no label ${REGION_LABEL}.`];
      if (!context.topology.regions.some(({ name }) => name === region)) {
        return [`${endpoint.path} is labelled ${region}, which is no region of the topology.`];
      }
      const zone = endpoint.at("labels", RESIDENCY_ZONE_LABEL).text;
      const actual = zoneOfRegion(region, context);
      return zone === actual
        ? []
        : [
            `${endpoint.path} is labelled with ${zone === undefined ? "no zone" : `the zone ${zone}`}, ` +
              `and ${region} is in ${actual === undefined ? "none" : `the zone ${actual}`}.`,
          ];
    });
  },
};
