import { GATEWAY_HOST } from "../../components/istio-mesh/names";
import { MESH_DOMAIN, publicRegionHost, regionHost } from "../../routing/hosts";
import { Field } from "../reading/field";
import { ownZone } from "../reading/homes";
import { answering } from "../reading/mesh-hosts";
import { ISTIO_NETWORKING, isKind } from "../reading/object";
import { hostsInside } from "../reading/places";
import type { PolicyContext, ResourceRule } from "../rule";

/** What stands for a network outside, which has no host of its own. */
const OUTSIDE = `.outside.${MESH_DOMAIN}`;

export const egressHosts: ResourceRule = {
  id: "residency-egress-hosts",
  kind: "resource",
  family: "residency",
  title: "A residency zone calls only hosts and networks outside that are known to be in it",
  why: "Proxies let nothing out but to what a ServiceEntry names, so each entry is a way out for data. A wildcard is as many ways as there are hosts.",
  fix: "Call a service that is in the zone, and list its host, or the name of its network, in the pack's zoneHosts. The region's own public host may lead to its own gateway, by the gateway's name in the cluster.",
  level: "mandatory",
  example: `# PolicyPackConfig
zoneHosts:
  eu:
    - s3.eu-west-1.amazonaws.com
    - to-backup-bucket.cockroachdb${OUTSIDE}
`,
  check(resource, context) {
    const zone = ownZone(context);
    if (zone === undefined || !isKind(resource, ISTIO_NETWORKING, "ServiceEntry")) return [];
    const inside = hostsInside(zone, context);
    const spec = Field.of(resource).at("spec");
    const isInside = (host: string): boolean =>
      inside.includes(host) || isOfMesh(host, context) || isOwnGateway(host, spec, context);
    return spec
      .at("hosts")
      .items.filter(({ text = "" }) => text.includes("*") || !isInside(text))
      .map(
        ({ path, text }) =>
          `${path} is ${text ?? "not there"}, which is not known to be in the zone ${zone.name}.`,
      );
  },
};

/** Regions, zones, and what is below a region's name; they lead to gateways of the topology. */
const isOfMesh = (host: string, context: PolicyContext): boolean =>
  answering(context).has(host) ||
  context.topology.regions.some(({ name }) => host.endsWith(`.${regionHost(name)}`));

/** The region's own public name, where it leads to the region's own gateway inside the cluster. */
function isOwnGateway(host: string, spec: Field, { topology, region }: PolicyContext): boolean {
  if (host !== publicRegionHost(region.name, topology)) return false;
  const endpoints = spec.at("endpoints").items;
  return (
    // By another resolution, or without endpoints, the caller or DNS says where it leads.
    spec.at("resolution").text === "DNS" &&
    !spec.at("workloadSelector").isSet &&
    endpoints.length > 0 &&
    endpoints.every((endpoint) => endpoint.at("address").text === GATEWAY_HOST)
  );
}
