import { Field } from "../reading/field";
import { ownZone, zoneOfRegion } from "../reading/homes";
import { isKind } from "../reading/object";
import type { ResourceRule } from "../rule";

/** By which istiod knows a Secret that leads into another cluster; `remote` is its index for people. */
const MULTI_CLUSTER = "istio/multiCluster";
const CLUSTER = "networking.istio.io/cluster";

export const remoteSecrets: ResourceRule = {
  id: "residency-remote-secrets",
  kind: "resource",
  family: "residency",
  title: "No remote secret leads into a residency zone, and none is held in one",
  why: "With a remote secret, a mesh reads the pods and services of another cluster as they come and go, and sends requests to them past that region's gateway.",
  fix: "Take the region of the zone out of endpoint discovery: other regions reach it by its gateway alone.",
  level: "mandatory",
  example: `# In us-east-1, of us-west-2: neither of them is in a zone
kind: Secret
metadata:
  name: istio-remote-secret-us-west-2
  namespace: istio-system
  labels:
    ${MULTI_CLUSTER}: "true"
  annotations:
    ${CLUSTER}: us-west-2
`,
  admission: ({ topology, region }) => {
    const zones = topology.regions.filter(({ residencyZone }) => residencyZone !== undefined);
    const none = region.residencyZone !== undefined;
    if (zones.length === 0) return undefined;
    const isRemote = `has(object.metadata.labels) && '${MULTI_CLUSTER}' in object.metadata.labels`;
    const names = zones.map(({ name }) => `'${name}'`).join(", ");
    const leadsElsewhere = `has(object.metadata.annotations) && '${CLUSTER}' in object.metadata.annotations && !(object.metadata.annotations['${CLUSTER}'] in [${names}])`;
    return {
      resources: [{ group: "", versions: ["v1"], resources: ["secrets"] }],
      validations: [
        {
          expression: none ? `!(${isRemote})` : `!(${isRemote}) || (${leadsElsewhere})`,
          message: none
            ? `${region.name} is in a residency zone, which discovers nothing in other clusters.`
            : "A remote secret names its cluster, and that is in no residency zone.",
        },
      ],
    };
  },
  check(resource, context) {
    if (!isKind(resource, "", "Secret")) return [];
    const metadata = Field.of(resource).at("metadata");
    if (metadata.at("labels", MULTI_CLUSTER).text === undefined) return [];
    const zone = ownZone(context);
    if (zone !== undefined) {
      return [
        `It leads into another cluster, and ${context.region.name} is in the zone ${zone.name}.`,
      ];
    }
    const cluster = metadata.at("annotations", CLUSTER).text;
    if (cluster === undefined)
      return [`It does not say in ${CLUSTER} which cluster it leads into.`];
    const into = zoneOfRegion(cluster, context);
    return into === undefined ? [] : [`It leads into ${cluster}, which is in the zone ${into}.`];
  },
};
