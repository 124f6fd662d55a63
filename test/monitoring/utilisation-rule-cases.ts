import {
  available,
  counter,
  cpu,
  gauge,
  limit,
  memory,
  of,
  own,
  TO_PROCESSOR,
} from "./input-series";
import type { RuleCase } from "./promtool-case";

const gatewayPod = (pod: string): string =>
  `namespace="nephoran-ingress",pod="nephoran-gateway-${pod}",interface="eth0"`;

/** The rules of how full a region is. */
export const utilisationRuleCases: readonly RuleCase[] = [
  {
    title: "utilisation of the CPU is that of all processors through their limits",
    record: `nephoran:region:utilisation`,
    given: [
      ...["a", "b"].flatMap((pod) => [cpu(pod, 0.5), limit(pod, "cpu", 2)]),
      // Another workload's.
      counter(
        `container_cpu_usage_seconds_total{namespace="nephoran-system",container="weaviate",pod="w"}`,
        4,
      ),
    ],
    expected: { [of("cpu")]: 0.25 },
  },
  {
    title: "utilisation of the CPU does not fall while kube-state-metrics is replaced",
    record: `nephoran:region:utilisation`,
    given: [
      cpu("a", 0.5),
      ...["old", "new"].map((instance) =>
        limit("a", "cpu", 2, { more: `,instance="${instance}"` }),
      ),
    ],
    expected: { [of("cpu")]: 0.25 },
  },
  {
    title: "utilisation of the memory is what cannot be given back, through the limits",
    record: `nephoran:region:utilisation`,
    given: [memory("a", 1.5e9), limit("a", "memory", 2e9)],
    expected: { [of("memory")]: 0.75 },
  },
  {
    title: "utilisation is 1 where Kubernetes says that no processor is left",
    record: `nephoran:region:utilisation`,
    given: [available(0)],
    expected: { [of("cpu")]: 1, [of("memory")]: 1 },
  },
  {
    title: "utilisation is what processors use that run and are not available",
    record: `nephoran:region:utilisation`,
    given: [available(0), memory("a", 1e9), limit("a", "memory", 2e9)],
    expected: { [of("cpu")]: 1, [of("memory")]: 0.5 },
  },
  {
    title: "utilisation is absent where nobody measures the processors that there are",
    record: `nephoran:region:utilisation`,
    given: [available(2), limit("a", "memory", 2e9), limit("a", "cpu", 2)],
    expected: {},
  },
  {
    title: "utilisation of the network is that of the busier direction",
    record: `nephoran:region:utilisation`,
    given: ["a", "b"].flatMap((pod) => [
      counter(`container_network_receive_bytes_total{${gatewayPod(pod)}}`, 12_500_000),
      counter(`container_network_transmit_bytes_total{${gatewayPod(pod)}}`, 25_000_000),
    ]),
    expected: { [of("network")]: 0.2 },
  },
  {
    title: "utilisation by intents is those in flight through the capacity",
    record: `nephoran:region:utilisation`,
    given: ["a", "b"].map((pod) =>
      gauge(`nephoran_intents_in_flight{region="us-east-1",pod="${pod}"}`, 45),
    ),
    expected: { [of("intents")]: 0.9 },
  },
  {
    title: "intents_in_flight is what processors say",
    record: "nephoran:region:intents_in_flight",
    given: [
      gauge(`nephoran_intents_in_flight{region="us-east-1",pod="a"}`, 7),
      counter(`istio_request_duration_milliseconds_sum{${TO_PROCESSOR}}`, 30_000),
    ],
    expected: { [own]: 7 },
  },
  {
    title: "intents_in_flight is the time that attempts took where processors do not say",
    record: "nephoran:region:intents_in_flight",
    given: [counter(`istio_request_duration_milliseconds_sum{${TO_PROCESSOR}}`, 30_000)],
    // 5 attempts a second of 6 s each.
    expected: { [own]: 30 },
  },
];
