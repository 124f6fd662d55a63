import type { ProgramConfig } from "../../../config/program-config";
import { GATEWAY, gatewayPorts, gatewaySelector } from "../../istio-mesh/names";
import { monitoring, PROMETHEUS_PORT } from "../../monitoring/names";
import { meshNamespaces, namespaces } from "../../region-base/namespaces";
import { type Connection, connectionEnds } from "../../workload/connection";
import type { NetworkAllow, PodPeer } from "../../workload/network-allow";
import { selectorOf } from "../../workload/workload";
import { SIGNALS_PATH } from "../../../services/traffic-controller/signals/place";
import { CONTROLLER_PORT, TRAFFIC_CONTROLLER } from "./names";

const ask: Connection = {
  from: TRAFFIC_CONTROLLER,
  to: GATEWAY,
  ports: [{ port: gatewayPorts.internal }],
  reason: "The traffic controller asks every region for its signals; they are aggregates alone.",
};

const answer: Connection = {
  from: GATEWAY,
  to: TRAFFIC_CONTROLLER,
  ports: [{ port: CONTROLLER_PORT }],
  request: { methods: ["GET"], paths: [SIGNALS_PATH] },
  reason: "Other regions ask for this one's signals; they are aggregates alone.",
};

const podsOf = (workload: string): PodPeer =>
  workload === GATEWAY
    ? { namespace: meshNamespaces.ingress, selector: gatewaySelector }
    : { namespace: namespaces.global, selector: selectorOf(workload) };

const { egressTo, ingressFrom } = connectionEnds(podsOf);

/** The gateway's ends of how signals are asked for. */
export const signalsAtGateway: readonly NetworkAllow[] = [ingressFrom(ask), egressTo(answer)];

/** Every connection of the controller in the mesh, besides that of its metrics. */
export const controllerAllows = ({
  prometheus,
}: Pick<ProgramConfig, "prometheus">): NetworkAllow[] => [
  egressTo(ask),
  ingressFrom(answer),
  ...queries(prometheus),
];

const QUERIES = "The traffic controller asks the region's own Prometheus how the region is.";

function queries(prometheus: ProgramConfig["prometheus"]): NetworkAllow[] {
  const egress = (name: string, peer: PodPeer, port: number): NetworkAllow => ({
    ...{ name: `to-${name}`, direction: "egress", peer, ports: [{ port }], reason: QUERIES },
  });
  if (prometheus.mode === "install") {
    return [egress(monitoring.prometheus, podsOf(monitoring.prometheus), PROMETHEUS_PORT)];
  }
  const { hostname, port } = new URL(prometheus.url);
  const [, namespace] = /^[^.]+\.([^.]+)\.svc(?:\.cluster\.local)?$/.exec(hostname) ?? [];
  // Another host is no network, and somebody else's to open.
  if (namespace === undefined) return [];
  return [egress("existing-prometheus", { namespace, selector: {} }, Number(port || HTTP))];
}

/** TCP, where a URL names no port. */
const HTTP = 80;
