import { namespaces } from "../region-base/namespaces";
import type { AllowedPort, NetworkAllow } from "../workload/network-allow";
import { monitoring } from "./names";

/** Ports of metrics that have nothing else on them, or are others' to choose, TCP. */
export const METRICS_PORTS = {
  istiod: 15014,
  kubeStateMetrics: 8080,
  /** Envoy's own, at every proxy. */
  proxy: 15090,
  stateSynchronizer: 8080,
  weaviate: 2112,
} as const;

/** Why a workload is scraped, as both ends of the connection say it. */
export const scrapeReason = (workload: string): string => `${workload} is asked for its metrics.`;

/** Lets the region's Prometheus ask a workload of the mesh for its metrics, and for nothing else. */
export const scraped = (workload: string, port: number, path = "/metrics"): NetworkAllow => ({
  ...scrapedAt(workload, [{ port }]),
  request: { methods: ["GET"], paths: [path] },
});

/**
 * Lets the region's Prometheus reach a port of the mesh that speaks TLS of its own: proxies carry it and
 * know who calls, and not what is asked for.
 */
export const scrapedByTls = (workload: string, port: number): NetworkAllow =>
  scrapedAt(workload, [{ port }]);

/** Lets the region's Prometheus reach a port that is not the mesh's. */
export const scrapedInPlain = (workload: string, port: number): NetworkAllow =>
  scrapedAt(workload, [{ port, inMesh: false }]);

const scrapedAt = (workload: string, ports: readonly AllowedPort[]): NetworkAllow => ({
  name: `from-${monitoring.prometheus}`,
  direction: "ingress",
  peer: { namespace: namespaces.global, selector: { app: monitoring.prometheus } },
  ports,
  reason: scrapeReason(workload),
});
