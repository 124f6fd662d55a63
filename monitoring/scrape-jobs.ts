import { GATEWAY } from "../components/istio-mesh/names";
import { istiodPods } from "../components/region-base/istiod";
import { meshNamespaces, namespaces } from "../components/region-base/namespaces";
import { dataPlane } from "../components/regional-data-plane/connections";
import { foreignMetrics } from "./foreign-metrics";

/** Pods that are scraped, one port of each. */
export interface ScrapeJob {
  /** Label `job` of their series. */
  readonly job: string;
  readonly namespace: string;
  /** Label `app` of the pods. */
  readonly app: string;
  /** Name of the container's port. */
  readonly port: string;
  readonly path: string;
  /**
   * `mesh`: mutual TLS with the scraper's identity, which the pod's proxy asks for and its
   * AuthorizationPolicy decides on. `plain`: the proxies' and istiod's own ports, which the mesh leaves
   * alone; what may reach them is up to the network.
   */
  readonly transport: "mesh" | "plain";
  readonly intervalSeconds: 5 | 15 | 30;
  /** Names of the metrics that are kept, as regular expressions. */
  readonly keeps: readonly string[];
  /** Whether labels of the pod's own win over those of the scrape. @default false */
  readonly honorsLabels?: true;
}

/** What Nephoran's own workloads tell, and what any process tells of itself. */
const OWN_METRICS = ["nephoran_.+", "process_.+"];

const ownWorkload = (app: string, namespace: string, intervalSeconds: 5 | 15): ScrapeJob => ({
  job: app,
  namespace,
  app,
  port: "http",
  path: "/metrics",
  transport: "mesh",
  intervalSeconds,
  keeps: OWN_METRICS,
});

/** Everything that is scraped pod by pod. Signals that move traffic come every 5 s. */
export const scrapeJobs: readonly ScrapeJob[] = [
  ownWorkload(dataPlane.processor, namespaces.system, 5),
  ownWorkload(dataPlane.front, namespaces.system, 15),
  ownWorkload(dataPlane.inference, namespaces.system, 15),
  ownWorkload("traffic-controller", namespaces.global, 5),
  ownWorkload("state-synchronizer", namespaces.global, 15),
  {
    ...ownWorkload("weaviate", namespaces.system, 15),
    port: "metrics",
    keeps: ["weaviate_.+", "object_count", "vector_index_size", "process_.+"],
  },
  {
    ...ownWorkload("kube-state-metrics", namespaces.global, 15),
    keeps: foreignMetrics.kubeStateMetrics,
    // It speaks of other pods than itself.
    honorsLabels: true,
  },
  {
    job: "gateway",
    namespace: meshNamespaces.ingress,
    app: GATEWAY,
    port: "http-envoy-prom",
    path: "/stats/prometheus",
    transport: "plain",
    intervalSeconds: 5,
    keeps: foreignMetrics.gateway,
  },
  {
    job: "istiod",
    namespace: istiodPods.namespace,
    app: "istiod",
    port: "http-monitoring",
    path: "/metrics",
    transport: "plain",
    intervalSeconds: 30,
    keeps: foreignMetrics.istiod,
  },
];

/** Namespaces whose pods the region's Prometheus looks for. */
export const scrapedNamespaces: readonly string[] = [
  ...new Set(scrapeJobs.map(({ namespace }) => namespace)),
];
