import {
  EASTWEST_PORT,
  eastWestSelector,
  gatewayPorts,
  gatewaySelector,
} from "../../components/istio-mesh/names";
import { COCKROACHDB, COCKROACHDB_PORTS, SETUP } from "../../components/cockroachdb/names";
import type { Labels } from "../../components/labels";
import { KUBE_API_PORTS } from "../../components/region-base/kube-api";
import { istiodPods } from "../../components/region-base/istiod";
import { meshNamespaces, namespaces } from "../../components/region-base/namespaces";
import { FRONT } from "../../components/regional-data-plane/names";
import { STATE_SYNCHRONIZER } from "../../components/state-synchronizer/names";
import { TRAFFIC_CONTROLLER } from "../../components/traffic/controller/names";

/** Pods that may reach the whole world, or be reached by it, on some ports. */
export interface WorldReach {
  readonly direction: "ingress" | "egress";
  readonly namespace: string;
  readonly selector: Labels;
  /** TCP. */
  readonly ports: readonly number[];
  /** Whether it is closed to regions that requests may be bound to. @default false */
  readonly notAtHome?: boolean;
  readonly reason: string;
}

/** Who may have to do with every address, and no others. */
export const worldReach: readonly WorldReach[] = [
  {
    direction: "ingress",
    namespace: meshNamespaces.ingress,
    selector: gatewaySelector,
    ports: [gatewayPorts.http, gatewayPorts.https, gatewayPorts.peers, gatewayPorts.cockroachdb],
    reason:
      "Users come from anywhere, and other regions from load balancers that change their addresses; " +
      "tokens and certificates decide.",
  },
  {
    direction: "egress",
    namespace: meshNamespaces.ingress,
    selector: gatewaySelector,
    ports: [gatewayPorts.peers],
    reason: "Load balancers of other regions change their addresses; their certificates decide.",
  },
  {
    direction: "ingress",
    namespace: meshNamespaces.istio,
    selector: eastWestSelector,
    ports: [EASTWEST_PORT],
    reason: "Other regions come from the addresses of their nodes; the TLS within decides.",
  },
  {
    direction: "egress",
    namespace: istiodPods.namespace,
    selector: istiodPods.selector,
    ports: KUBE_API_PORTS,
    reason: "Issuers of tokens and API servers of other regions are at any address.",
  },
  {
    direction: "egress",
    namespace: namespaces.system,
    selector: { app: FRONT },
    ports: [gatewayPorts.https],
    notAtHome: true,
    reason:
      "Load balancers of other regions change their addresses; proxies know public hosts of regions alone.",
  },
  {
    direction: "egress",
    namespace: namespaces.global,
    selector: { app: COCKROACHDB },
    ports: [COCKROACHDB_PORTS.sql],
    reason:
      "Load balancers of other regions change their addresses; the nodes' certificates decide.",
  },
  ...[SETUP, STATE_SYNCHRONIZER, TRAFFIC_CONTROLLER].map((app) => ({
    direction: "egress" as const,
    namespace: namespaces.global,
    selector: { app },
    ports: [COCKROACHDB_PORTS.sql],
    reason:
      "Where the state store is somebody else's, a setting names its host, which names no network.",
  })),
];
