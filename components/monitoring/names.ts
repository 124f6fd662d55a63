import { namespaces } from "../region-base/namespaces";

/** The workloads that watch a region, by the names that operators use. */
export const monitoring = {
  /** Scrapes everything of its region; an identity of the same name. */
  prometheus: "prometheus-regional",
  kubeStateMetrics: "kube-state-metrics",
} as const;

/** Where all regions' aggregates come together; deployed with the global control plane. */
export const PROMETHEUS_GLOBAL = "prometheus-global";

/** Service with the widest view that a region has, in both of its namespaces. */
export const PROMETHEUS = "prometheus";

/** Port of every Prometheus, TCP, HTTP. */
export const PROMETHEUS_PORT = 9090;

/** Name of a Prometheus' Service inside the cluster. */
export const prometheusHost = (service: string): string => `${service}.${namespaces.global}.svc`;
