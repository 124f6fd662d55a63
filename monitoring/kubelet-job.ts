import { meshNamespaces, namespaces } from "../components/region-base/namespaces";
import { foreignMetrics } from "./foreign-metrics";
import { keepOnly } from "./relabel";

/** Where Kubernetes puts the token of a pod's ServiceAccount. */
const TOKEN_FILE = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/**
 * CPU, memory and network of containers, from the kubelets' cAdvisor. Kubelets sign their certificates
 * themselves unless a cluster is set up otherwise, so they are not verified: the network policy says
 * where the token may go, and it opens no more than metrics of nodes and the list of pods.
 */
export const kubeletJob = {
  job_name: "kubelet",
  scrape_interval: "15s",
  scrape_timeout: "10s",
  metrics_path: "/metrics/cadvisor",
  scheme: "https",
  authorization: { credentials_file: TOKEN_FILE },
  tls_config: { insecure_skip_verify: true },
  // It speaks of other pods than itself.
  honor_labels: true,
  // Samples have times of their own here, and would count for minutes after their container has gone.
  track_timestamps_staleness: true,
  kubernetes_sd_configs: [{ role: "node" }],
  relabel_configs: [],
  metric_relabel_configs: [
    keepOnly("__name__", foreignMetrics.kubelet),
    // The cluster's other tenants are no business of ours.
    keepOnly("namespace", [namespaces.system, namespaces.global, meshNamespaces.ingress]),
  ],
} as const;
