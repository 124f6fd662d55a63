import type { Change, InputSeries } from "./promtool-case";

/** Labels of what is told of the region that the cases are worked for. */
export const own = `{region="us-east-1"}`;

/** A counter that grows steadily. */
export const counter = (series: string, counterPerSecond: number): InputSeries => ({
  series,
  counterPerSecond,
});

/** A gauge, and what it has been lately if that is something else. */
export const gauge = (series: string, value: number, lately?: Change): InputSeries => ({
  series,
  gauge: value,
  ...(lately && { lately }),
});

/** Requests that the region's gateway handed on. */
export const GATEWAY = `reporter="source",source_workload="nephoran-gateway"`;

export const PROCESSOR_HOST = "llm-processor-regional.nephoran-system.svc.cluster.local";

/** Those of them that the region's processors got. */
export const TO_PROCESSOR = `${GATEWAY},destination_service="${PROCESSOR_HOST}"`;

const processor = `namespace="nephoran-system",container="llm-processor-regional"`;

/** Processors that can take requests, says kube-state-metrics. */
export const available = (replicas: number, lately?: Change): InputSeries =>
  gauge(
    `kube_deployment_status_replicas_available{namespace="nephoran-system",deployment="llm-processor-regional"}`,
    replicas,
    lately,
  );

/**
 * A limit of a processor.
 *
 * @param more labels that follow the others, each after a comma.
 */
export const limit = (
  pod: string,
  resource: "cpu" | "memory",
  amount: number,
  { lately, more = "" }: { readonly lately?: Change | undefined; readonly more?: string } = {},
): InputSeries =>
  gauge(
    `kube_pod_container_resource_limits{${processor},pod="${pod}",resource="${resource}"${more}}`,
    amount,
    lately,
  );

/** Bytes that a processor uses. */
export const memory = (pod: string, bytes: number, lately?: Change): InputSeries =>
  gauge(`container_memory_working_set_bytes{${processor},pod="${pod}"}`, bytes, lately);

/** Cores that a processor uses. */
export const cpu = (pod: string, cores: number): InputSeries =>
  counter(`container_cpu_usage_seconds_total{${processor},pod="${pod}"}`, cores);

/** Labels of a region's utilisation. */
export const of = (resource: string): string => `{region="us-east-1",resource="${resource}"}`;
