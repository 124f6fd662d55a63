import { parse, stringify } from "yaml";
import { z } from "zod";
import { GATEWAY } from "../../../components/istio-mesh/names";

/** A rule of Prometheus that changes a scraped sample's labels. */
interface Relabelling {
  readonly source_labels: readonly string[];
  readonly regex: string;
  readonly target_label: string;
  readonly replacement: string;
}

/** What Envoy's own build counts requests as, and Istio's build of it. */
const names = {
  envoy_cluster_upstream_rq: "istio_requests_total",
  envoy_cluster_upstream_rq_time_bucket: "istio_request_duration_milliseconds_bucket",
  envoy_cluster_upstream_rq_time_count: "istio_request_duration_milliseconds_count",
  envoy_cluster_upstream_rq_time_sum: "istio_request_duration_milliseconds_sum",
} as const;

/** Name of a cluster that istiod makes for a host: direction, port, subset, host. */
const OUTBOUND = String.raw`outbound\|\d+\|[^|]*\|`;

/** Samples of these names get a label that Istio's have. */
const labelled = (label: string, value: string): Relabelling => ({
  source_labels: ["__name__", "cluster_name"],
  regex: `(?:${Object.keys(names).join("|")});${OUTBOUND}(.+)`,
  target_label: label,
  replacement: value,
});

const renamed: readonly Relabelling[] = [
  labelled("reporter", "source"),
  labelled("source_workload", GATEWAY),
  labelled("destination_service", "$1"),
  ...Object.entries(names).map(([from, to]) => ({
    source_labels: ["__name__", "cluster_name"],
    regex: `${from};${OUTBOUND}.+`,
    target_label: "__name__",
    replacement: to,
  })),
];

const configSchema = z.looseObject({
  scrape_configs: z
    .array(
      z.looseObject({
        job_name: z.string(),
        metric_relabel_configs: z.array(z.unknown()).default([]),
      }),
    )
    .default([]),
});

/**
 * A configuration of Prometheus that takes a plain Envoy's count of a gateway's requests for Istio's: by
 * host and status, each once however often it was tried. Everything else stays as it is.
 */
export function withGatewayMetrics(configuration: string): string {
  const config = configSchema.parse(parse(configuration));
  return stringify({
    ...config,
    scrape_configs: config.scrape_configs.map((job) =>
      job.job_name === "gateway"
        ? { ...job, metric_relabel_configs: [...renamed, ...job.metric_relabel_configs] }
        : job,
    ),
  });
}
