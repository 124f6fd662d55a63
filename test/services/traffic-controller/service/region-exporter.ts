import { once } from "node:events";
import { createServer, type Server } from "node:http";

const GATEWAY = `reporter="source",source_workload="nephoran-gateway"`;
const TO_PROCESSOR = `${GATEWAY},destination_service="llm-processor-regional.nephoran-system.svc.cluster.local"`;
const PROCESSOR = `namespace="nephoran-system",container="llm-processor-regional",pod="p"`;
const GATEWAY_POD = `namespace="nephoran-ingress",pod="nephoran-gateway-a"`;

/** What a region's gateway, processors and kubelets expose while it serves 10 requests a second well. */
function metrics(seconds: number): string[] {
  const buckets = ["500", "1000", "+Inf"].map(
    (le) =>
      `istio_request_duration_milliseconds_bucket{${TO_PROCESSOR},le="${le}"} ${10 * seconds}`,
  );
  return [
    `istio_requests_total{${TO_PROCESSOR},response_code="200"} ${10 * seconds}`,
    ...buckets,
    `istio_request_duration_milliseconds_count{${TO_PROCESSOR}} ${10 * seconds}`,
    `istio_request_duration_milliseconds_sum{${TO_PROCESSOR}} ${4_000 * seconds}`,
    `istio_requests_total{${GATEWAY},destination_service="us-east-1.failover.nephoran.local",response_code="200"} ${2 * seconds}`,
    `istio_requests_total{${GATEWAY},destination_service="us-east-1.nephoran.local",response_code="200"} ${seconds}`,
    `container_cpu_usage_seconds_total{${PROCESSOR}} ${0.5 * seconds}`,
    `container_memory_working_set_bytes{${PROCESSOR}} 500000000`,
    `kube_pod_container_resource_limits{${PROCESSOR},resource="cpu"} 2`,
    `kube_pod_container_resource_limits{${PROCESSOR},resource="memory"} 2000000000`,
    `container_network_receive_bytes_total{${GATEWAY_POD}} ${1_250_000 * seconds}`,
    `container_network_transmit_bytes_total{${GATEWAY_POD}} ${12_500_000 * seconds}`,
  ];
}

/** Serves them to whoever scrapes. */
export async function regionExporter(port: number): Promise<Server> {
  const since = Date.now();
  const server = createServer((_, response) => {
    response.setHeader("content-type", "text/plain; version=0.0.4");
    response.end([...metrics((Date.now() - since) / 1_000), ""].join("\n"));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}
