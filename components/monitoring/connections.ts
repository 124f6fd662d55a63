import { hasGlobalControlPlane } from "../../config/derived";
import type { ProgramConfig } from "../../config/program-config";
import { COCKROACHDB, COCKROACHDB_PORTS } from "../cockroachdb/names";
import { GATEWAY, gatewayPorts, gatewaySelector } from "../istio-mesh/names";
import { istiodPods } from "../region-base/istiod";
import { meshNamespaces, namespaces } from "../region-base/namespaces";
import { dataPlane, HTTP_PORT } from "../regional-data-plane/connections";
import { WEAVIATE } from "../regional-data-plane/weaviate/client";
import { STATE_SYNCHRONIZER } from "../state-synchronizer/names";
import { CONTROLLER_PORT, TRAFFIC_CONTROLLER } from "../traffic/controller/names";
import type { NetworkAllow, PodPeer } from "../workload/network-allow";
import { selectorOf } from "../workload/workload";
import { monitoring, PROMETHEUS_GLOBAL, PROMETHEUS_PORT } from "./names";
import { METRICS_PORTS, scrapeReason } from "./scraped";

const gatewayPods: PodPeer = { namespace: meshNamespaces.ingress, selector: gatewaySelector };
const inSystem = (workload: string): PodPeer => ({
  namespace: namespaces.system,
  selector: selectorOf(workload),
});
const inGlobal = (workload: string): PodPeer => ({
  namespace: namespaces.global,
  selector: selectorOf(workload),
});

const WRITE = "Aggregates of the region are written to every global control plane, its own too.";

/** The gateway takes what the region's Prometheus writes. */
export const writesEnter: NetworkAllow = {
  name: `from-${monitoring.prometheus}`,
  direction: "ingress",
  peer: inGlobal(monitoring.prometheus),
  ports: [{ port: gatewayPorts.internal }, { port: METRICS_PORTS.proxy, inMesh: false }],
  reason: `${WRITE} And the gateway is asked for its metrics.`,
};

/** The gateway hands what all regions write to the global Prometheus, where there is one. */
export const writesArrive = {
  atGateway: ({ region }: Pick<ProgramConfig, "region">): NetworkAllow[] =>
    hasGlobalControlPlane(region)
      ? [
          {
            name: `to-${PROMETHEUS_GLOBAL}`,
            direction: "egress",
            peer: inGlobal(PROMETHEUS_GLOBAL),
            ports: [{ port: PROMETHEUS_PORT }],
            reason: WRITE,
          },
        ]
      : [],
  atPrometheus: {
    name: `from-${GATEWAY}`,
    direction: "ingress",
    peer: gatewayPods,
    ports: [{ port: PROMETHEUS_PORT }],
    request: { methods: ["POST"], paths: ["/api/v1/write"] },
    reason: WRITE,
  } satisfies NetworkAllow,
} as const;

/** What only reads, of Prometheus' HTTP API. */
const QUERIES = {
  methods: ["GET", "POST"],
  paths: [
    "/api/v1/labels",
    "/api/v1/label/*",
    "/api/v1/metadata",
    "/api/v1/query",
    "/api/v1/query_range",
    "/api/v1/rules",
    "/api/v1/series",
    "/api/v1/status/buildinfo",
  ],
} as const;

/** Lets both namespaces ask a Prometheus what it knows, and nothing else. */
export const queriesEnter: readonly NetworkAllow[] = [namespaces.system, namespaces.global].map(
  (namespace) => ({
    name: `from-${namespace}`,
    direction: "ingress",
    peer: { namespace, selector: {} },
    ports: [{ port: PROMETHEUS_PORT }],
    request: QUERIES,
    reason: "Callers inside the region ask for metrics.",
  }),
);

/** Every connection of the region's Prometheus within the cluster. */
export const prometheusAllows = ({
  models,
  cockroachdb,
}: Pick<ProgramConfig, "models" | "cockroachdb">): NetworkAllow[] => {
  const scrape = (name: string, peer: PodPeer, port: number): NetworkAllow => ({
    name: `to-${name}`,
    direction: "egress",
    peer,
    ports: [{ port }],
    reason: scrapeReason(name),
  });
  const processors = [
    dataPlane.processor,
    dataPlane.front,
    ...(models.inference ? [dataPlane.inference] : []),
  ];
  return [
    ...queriesEnter,
    ...processors.map((name) => scrape(name, inSystem(name), HTTP_PORT)),
    scrape(TRAFFIC_CONTROLLER, inGlobal(TRAFFIC_CONTROLLER), CONTROLLER_PORT),
    scrape(STATE_SYNCHRONIZER, inGlobal(STATE_SYNCHRONIZER), METRICS_PORTS.stateSynchronizer),
    scrape(WEAVIATE, inSystem(WEAVIATE), METRICS_PORTS.weaviate),
    ...(cockroachdb.mode === "install"
      ? [scrape(COCKROACHDB, inGlobal(COCKROACHDB), COCKROACHDB_PORTS.http)]
      : []),
    scrape(
      monitoring.kubeStateMetrics,
      inGlobal(monitoring.kubeStateMetrics),
      METRICS_PORTS.kubeStateMetrics,
    ),
    scrape("istiod", istiodPods, METRICS_PORTS.istiod),
    {
      name: `to-${GATEWAY}`,
      direction: "egress",
      peer: gatewayPods,
      ports: [{ port: gatewayPorts.internal }, { port: METRICS_PORTS.proxy }],
      reason: writesEnter.reason,
    },
  ];
};

/** The kubelet's API, TLS: https://kubernetes.io/docs/reference/networking/ports-and-protocols/ */
const KUBELET_PORT = 10250;

/**
 * The way to the kubelets, which no proxy is on: the region's Prometheus calls them by their addresses,
 * and nothing else of its namespace should find them in the mesh.
 */
export const kubeletsAllow = ({ nodeCidrs }: Pick<ProgramConfig, "nodeCidrs">): NetworkAllow => ({
  name: "to-kubelets",
  direction: "egress",
  peer: { cidrs: nodeCidrs },
  ports: [{ port: KUBELET_PORT }],
  reason: "Kubelets tell the CPU, memory and network that containers use.",
});
