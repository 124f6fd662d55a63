/**
 * Metrics of others that rules are made of, by the job that scrapes them. Everything else that those
 * expose is dropped at the scrape: what nobody asks for would fill volumes.
 */
export const foreignMetrics = {
  /** https://istio.io/latest/docs/reference/config/metrics/, and retries and ejections by Envoy. */
  gateway: [
    "istio_requests_total",
    "istio_request_duration_milliseconds_bucket",
    "istio_request_duration_milliseconds_count",
    "istio_request_duration_milliseconds_sum",
    "envoy_cluster_outlier_detection_ejections_active",
    "envoy_cluster_upstream_cx_connect_fail",
    "envoy_cluster_upstream_rq_retry",
  ],
  /** https://www.cockroachlabs.com/docs/stable/metrics, with underscores for everything else. */
  cockroachdb: ["liveness_livenodes", "ranges_unavailable", "ranges_underreplicated", "sys_uptime"],
  /** https://istio.io/latest/docs/reference/commands/pilot-discovery/#metrics */
  istiod: [
    "citadel_server_root_cert_expiry_timestamp",
    "pilot_total_xds_internal_errors",
    "pilot_total_xds_rejects",
    "pilot_xds",
    "pilot_xds_push_errors",
  ],
  /** https://github.com/google/cadvisor/blob/master/docs/storage/prometheus.md */
  kubelet: [
    "container_cpu_usage_seconds_total",
    "container_memory_working_set_bytes",
    "container_network_receive_bytes_total",
    "container_network_transmit_bytes_total",
  ],
  /** https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics */
  kubeStateMetrics: [
    "kube_cronjob_status_last_successful_time",
    "kube_deployment_spec_replicas",
    "kube_deployment_status_replicas_available",
    "kube_job_status_failed",
    "kube_persistentvolumeclaim_status_phase",
    "kube_pod_container_resource_limits",
    "kube_pod_container_status_restarts_total",
    "kube_pod_status_phase",
    "kube_statefulset_replicas",
    "kube_statefulset_status_replicas_ready",
  ],
} as const;

export type ForeignMetricName = (typeof foreignMetrics)[keyof typeof foreignMetrics][number];
