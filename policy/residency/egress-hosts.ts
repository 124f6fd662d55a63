import { MESH_DOMAIN, regionHost } from "../../routing/hosts";
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
  fix: "Call a service that is in the zone, and list its host, or the name of its network, in the pack's zoneHosts.",
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
    return Field.of(resource)
      .at("spec", "hosts")
      .items.filter(
        ({ text = "" }) =>
          text.includes("*") || !(inside.includes(text) || isOfMesh(text, context)),
      )
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
