import { COCKROACHDB_PORT } from "../../config/state-config";
import { PEERS_PORT } from "../../routing/hosts";
import { celText } from "../reading/cel";
import { Field } from "../reading/field";
import { homeOf } from "../reading/homes";
import { isKind } from "../reading/object";
import type { ResourceRule } from "../rule";

/** Networks of fewer fixed bits are most of the world. */
const LEAST_PREFIX = 8;

/**
 * Pods that may connect to anywhere on one port, by their `app` label: load balancers of other regions
 * change their addresses, and so do issuers of tokens. What they may say there, identities and
 * certificates decide.
 */
const open: Readonly<Record<string, number>> = {
  "nephoran-gateway": PEERS_PORT,
  cockroachdb: COCKROACHDB_PORT,
  "cockroachdb-setup": COCKROACHDB_PORT,
  "state-synchronizer": COCKROACHDB_PORT,
  "traffic-controller": COCKROACHDB_PORT,
  istiod: 443,
};

export const egressNetworks: ResourceRule = {
  id: "residency-egress-networks",
  kind: "resource",
  family: "residency",
  title: "No pod of a residency zone may connect to anywhere",
  why: "A policy that lets a pod out to every network lets the data in it out to every country.",
  fix: "Name the networks of whatever is called. Only gateways, nodes of the state store and istiod reach addresses that change, each on one port.",
  level: "mandatory",
  example: `egress:
  - to:
      - ipBlock: {cidr: 192.0.2.0/24}
    ports:
      - {port: 443, protocol: TCP}
`,
  admission: ({ region }) => {
    if (region.residencyZone === undefined) return undefined;
    const labels = "object.spec.podSelector.matchLabels";
    const isOpen = Object.entries(open).map(
      ([app, port]) =>
        `${labels}['app'] == ${celText(app)} && e.ports.all(p, has(p.port) && string(p.port) == '${port}')`,
    );
    const narrow = `has(e.to) && size(e.to) > 0 && e.to.all(t, !has(t.ipBlock) || int(t.ipBlock.cidr.split('/')[1]) >= ${LEAST_PREFIX})`;
    const excepted = `has(object.spec.podSelector) && has(${labels}) && 'app' in ${labels} && has(e.ports) && size(e.ports) > 0 && (${isOpen.join(" || ")})`;
    return {
      resources: [{ group: "networking.k8s.io", versions: ["v1"], resources: ["networkpolicies"] }],
      validations: [
        {
          expression: `!has(object.spec.egress) || object.spec.egress.all(e, ${narrow} || ${excepted})`,
          message: `${region.name} is in a residency zone, whose pods connect to networks that are named.`,
        },
      ],
    };
  },
  check(resource, context) {
    if (homeOf(resource, context) === undefined) return [];
    if (!isKind(resource, "networking.k8s.io", "NetworkPolicy")) return [];
    const spec = Field.of(resource).at("spec");
    const app = spec.at("podSelector", "matchLabels", "app").text ?? "";
    return spec.at("egress").items.flatMap((rule) => {
      const ports = rule.at("ports").items.map((port) => String(port.at("port").value));
      const allowed = Object.hasOwn(open, app) ? String(open[app]) : undefined;
      if (ports.length > 0 && ports.every((port) => port === allowed)) return [];
      const peers = rule.at("to").items;
      if (peers.length === 0) return [`${rule.path} lets pods connect to anywhere.`];
      return peers
        .map((peer) => peer.at("ipBlock", "cidr"))
        .filter(({ text }) => text !== undefined && Number(text.split("/")[1]) < LEAST_PREFIX)
        .map(({ path, text }) => `${path} is ${text}, most of the world.`);
    });
  },
};
