import { stringify } from "yaml";
import type { Region } from "../config/topology";
import { cockroachdbJob } from "./cockroachdb-job";
import { leaving } from "./leaving";
import { kubeletJob } from "./kubelet-job";
import { keepOnly, type RelabelConfig } from "./relabel";
import { type ScrapeJob, scrapeJobs } from "./scrape-jobs";

/** Paths inside the container. */
export interface PrometheusPaths {
  /** Folder of the rule files. */
  readonly rules: string;
  /** The pod's certificate in the mesh. */
  readonly certificate: {
    readonly roots: string;
    readonly certificate: string;
    readonly key: string;
  };
  /** File with the CAs of the state store; left out: there are no nodes to ask. */
  readonly stateStoreCa?: string;
}

export interface PrometheusConfigArgs {
  readonly region: Pick<Region, "name" | "residencyZone">;
  readonly paths: PrometheusPaths;
  /** Where aggregates are written to: a name for each, and its URL. */
  readonly remoteWrites: readonly { readonly name: string; readonly url: string }[];
}

/** Configuration of a region's own Prometheus, as YAML. */
export const prometheusConfig = (args: PrometheusConfigArgs): string =>
  stringify(configuration(args), { lineWidth: 0, aliasDuplicateObjects: false });

function configuration({ region, paths, remoteWrites }: PrometheusConfigArgs) {
  return {
    global: {
      scrape_interval: "15s",
      scrape_timeout: "10s",
      evaluation_interval: "15s",
      // Only where series are written to; the variable is the pod's name.
      external_labels: { region: region.name, replica: "${POD_NAME}" },
    },
    rule_files: [`${paths.rules}/*.yaml`],
    scrape_configs: [
      {
        job_name: "prometheus",
        static_configs: [{ targets: ["localhost:9090"] }],
        metric_relabel_configs: [keepOnly("__name__", ["prometheus_.+", "process_.+"])],
      },
      ...scrapeJobs.map((job) => podJob(job, paths.certificate)),
      ...(paths.stateStoreCa === undefined ? [] : [cockroachdbJob(paths.stateStoreCa)]),
      kubeletJob,
    ],
    remote_write: remoteWrites.map((target) => ({ ...target, ...remoteWrite(region) })),
  };
}

function podJob(job: ScrapeJob, certificate: PrometheusPaths["certificate"]) {
  const { namespace, app, intervalSeconds } = job;
  return {
    job_name: job.job,
    scrape_interval: `${intervalSeconds}s`,
    scrape_timeout: `${Math.min(10, intervalSeconds - 1)}s`,
    metrics_path: job.path,
    ...(job.honorsLabels && { honor_labels: true }),
    ...(job.transport === "mesh" && {
      scheme: "https",
      tls_config: {
        ca_file: certificate.roots,
        cert_file: certificate.certificate,
        key_file: certificate.key,
        // Identities of the mesh are URIs, and what verifies names of hosts knows none. The pods'
        // proxies verify who scrapes; a pod that pretends to be another one tells false numbers.
        insecure_skip_verify: true,
      },
    }),
    kubernetes_sd_configs: [
      {
        role: "pod",
        namespaces: { names: [namespace] },
        selectors: [{ role: "pod", label: `app=${app}` }],
      },
    ],
    relabel_configs: [
      keepOnly("__meta_kubernetes_pod_container_port_name", [job.port]),
      keepOnly("__meta_kubernetes_pod_phase", ["Running"]),
      label("__meta_kubernetes_namespace", "namespace"),
      label("__meta_kubernetes_pod_name", "pod"),
      label("__meta_kubernetes_pod_name", "instance"),
    ],
    metric_relabel_configs: [keepOnly("__name__", job.keeps)],
  };
}

const label = (from: string, to: string): RelabelConfig => ({
  action: "replace",
  source_labels: [from],
  target_label: to,
});

/**
 * What is written, and how. The log that samples are read from holds about two hours: a receiver that
 * cannot be reached for less gets all of it, in order, and one that is away for longer misses what is
 * older. Few shards, since aggregates are few; they grow to catch up.
 */
function remoteWrite(region: PrometheusConfigArgs["region"]) {
  const { series, labels } = leaving(region);
  return {
    remote_timeout: "10s",
    send_exemplars: false,
    send_native_histograms: false,
    metadata_config: { send: false },
    queue_config: {
      capacity: 10_000,
      max_samples_per_send: 2_000,
      min_shards: 1,
      max_shards: 8,
      batch_send_deadline: "2s",
      min_backoff: "100ms",
      max_backoff: "5s",
      retry_on_http_429: true,
      // Old samples are what a partition leaves behind.
      sample_age_limit: "0s",
    },
    write_relabel_configs: [
      keepOnly("__name__", series),
      { action: "labelkeep", regex: ["__name__", ...labels].join("|") } satisfies RelabelConfig,
    ],
  };
}
