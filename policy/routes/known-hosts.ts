import { meshHosts } from "../../routing/tiers";
import { celList } from "../reading/cel";
import type { PolicyContext, ResourceRule } from "../rule";
import { liveRoutes, onLiveRoutes } from "./live-routes";

/** Every host of the mesh that leads to a region which this entry may send requests to. */
const knownHosts = ({ topology, region }: Pick<PolicyContext, "topology" | "region">): string[] =>
  meshHosts(topology, region.name).map(({ host }) => host);

export const knownHostsOnly: ResourceRule = {
  id: "routes-known-hosts",
  kind: "resource",
  family: "routes",
  title: "Live routes lead to hosts of the topology's regions",
  why: "A host that nobody answers takes its share of the requests into errors; one that somebody else answers takes them out of the system, decrypted.",
  fix: "Send requests to REGION.nephoran.local, REGION.failover.nephoran.local, or the own zone's ZONE.nephoran.local, as routes() does.",
  level: "mandatory",
  example: `http:
  - route:
      - destination: {host: us-east-1.failover.nephoran.local, port: {number: 14443}}
`,
  admission: (place) =>
    onLiveRoutes(
      `!has(h.route) || h.route.all(r, r.destination.host in ${celList(knownHosts(place))})`,
      "Live routes lead to hosts of the topology's regions alone.",
    ),
  check(resource, context) {
    const known = knownHosts(context);
    return liveRoutes(resource)
      .flatMap((http) => http.at("route").items)
      .map((destination) => destination.at("destination", "host"))
      .filter(({ text }) => text === undefined || !known.includes(text))
      .map(({ path, text }) => `${path} is ${text ?? "no text"}, which is no region's host.`);
  },
};
