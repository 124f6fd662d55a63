import type { ProgramConfig } from "../../config/program-config";
import { gatewayToNodes } from "../cockroachdb/allows";
import { theWorld } from "../istio-mesh/control-plane-network";
import { GATEWAY, gatewayPorts, gatewaySelector } from "../istio-mesh/names";
import { writesArrive, writesEnter } from "../monitoring/connections";
import { meshNamespaces } from "../region-base/namespaces";
import { connections, egressTo, ingressFrom } from "../regional-data-plane/connections";
import type { NetworkAllow, NetworkPeer, PodPeer } from "../workload/network-allow";
import { signalsAtGateway } from "./controller/connections";

const itself: PodPeer = { namespace: meshNamespaces.ingress, selector: gatewaySelector };
const peersPort = [{ port: gatewayPorts.peers }];

const OWN_WAY = "The region's own share goes by its gateway, as that of every other region does.";

/** Every connection of the gateway. */
export const gatewayAllows = ({
  region,
  gateway,
  cockroachdb,
}: Pick<ProgramConfig, "region" | "gateway" | "cockroachdb">): NetworkAllow[] => [
  {
    name: "from-users",
    direction: "ingress",
    peer: theWorld,
    ports: [{ port: gatewayPorts.http }, { port: gatewayPorts.https }],
    reason: "Users come from anywhere; their tokens decide.",
  },
  {
    name: "from-regions",
    direction: "ingress",
    peer: regionsOf(gateway),
    ports: peersPort,
    reason: "Gateways of other regions hand on requests; their certificates decide.",
  },
  {
    name: `from-${GATEWAY}`,
    direction: "ingress",
    peer: itself,
    ports: peersPort,
    reason: OWN_WAY,
  },
  ingressFrom(connections.enter),
  ...signalsAtGateway,
  writesEnter,
  ...writesArrive.atGateway({ region }),
  egressTo(connections.handOn),
  { name: `to-${GATEWAY}`, direction: "egress", peer: itself, ports: peersPort, reason: OWN_WAY },
  {
    name: "to-regions",
    direction: "egress",
    // Load balancers change their addresses, and a host name is no network.
    peer: theWorld,
    ports: peersPort,
    reason: "Requests are handed on to gateways of other regions; their certificates decide.",
  },
  ...(cockroachdb.mode === "install"
    ? [
        {
          name: "from-nodes-of-regions",
          direction: "ingress" as const,
          peer: regionsOf(gateway),
          ports: [{ port: gatewayPorts.cockroachdb }],
          reason: "The state store's nodes of other regions come by name; certificates decide.",
        },
        gatewayToNodes,
      ]
    : []),
];

/** Where other regions come from, as far as the stack file says. */
const regionsOf = ({ peerCidrs }: ProgramConfig["gateway"]): NetworkPeer =>
  peerCidrs ? { cidrs: peerCidrs } : theWorld;
