import {
  COCKROACHDB,
  NODE_METRICS_PORT,
  NODE_METRICS_PORT_NAME,
  serviceHost,
} from "../components/cockroachdb/names";
import { namespaces } from "../components/region-base/namespaces";
import { foreignMetrics } from "./foreign-metrics";
import { keepOnly, type RelabelConfig } from "./relabel";

/** Label of a target that is known from discovery alone. */
const discovered = (what: string): string => `__meta_kubernetes_pod_${what}`;

const label = (from: string, to: string, replacement?: string): RelabelConfig => ({
  action: "replace",
  source_labels: [from],
  target_label: to,
  ...(replacement !== undefined && { replacement }),
});

/**
 * The region's nodes of the state store, each by the name of its Service and over its own TLS, which is
 * verified: a node answers to nobody in clear. The way there passes the proxies of both ends, which
 * know by the port that it is for them: docs/monitoring.md.
 *
 * @param caFile file with every CA of the state store that is believed.
 */
export const cockroachdbJob = (caFile: string) => ({
  job_name: COCKROACHDB,
  scrape_interval: "15s",
  scrape_timeout: "10s",
  metrics_path: "/_status/vars",
  scheme: "https",
  // Nodes of a region have one certificate, which names the Service that all of them are behind.
  tls_config: { ca_file: caFile, server_name: serviceHost(COCKROACHDB) },
  kubernetes_sd_configs: [
    {
      role: "pod",
      namespaces: { names: [namespaces.global] },
      selectors: [{ role: "pod", label: `app=${COCKROACHDB}` }],
    },
  ],
  relabel_configs: [
    keepOnly(discovered("container_port_name"), [NODE_METRICS_PORT_NAME]),
    keepOnly(discovered("phase"), ["Running"]),
    label("__meta_kubernetes_namespace", "namespace"),
    label(discovered("name"), "pod"),
    label(discovered("name"), "instance"),
    label(discovered("name"), "__address__", `${serviceHost("$1")}:${NODE_METRICS_PORT}`),
  ],
  metric_relabel_configs: [keepOnly("__name__", foreignMetrics.cockroachdb)],
});
