import { comingAndGoingCases } from "./processors-come-and-go-cases";
import type { InputSeries, RuleCase } from "./promtool-case";
import { stateStoreRuleCases } from "./state-store-rule-cases";
import { steeringRuleCases } from "./steering-rule-cases";

/** The region that the cases are worked for. */
export const caseRegion = {
  region: { name: "us-east-1", residencyZone: "us", costUsdPerThousandIntents: 12.5 },
  maxConcurrentIntents: 100,
};

const GATEWAY = `reporter="source",source_workload="nephoran-gateway"`;
const TO_PROCESSOR = `${GATEWAY},destination_service="llm-processor-regional.nephoran-system.svc.cluster.local"`;
const own = `{region="us-east-1"}`;

const counter = (series: string, counterPerSecond: number): InputSeries => ({
  series,
  counterPerSecond,
});
const gauge = (series: string, value: number): InputSeries => ({ series, gauge: value });

const served = (code: string, perSecond: number): InputSeries =>
  counter(`istio_requests_total{${TO_PROCESSOR},response_code="${code}"}`, perSecond);
const answered = (status: string, perSecond: number): InputSeries =>
  counter(`nephoran_requests_total{region="us-east-1",status="${status}"}`, perSecond);

/** Buckets of a histogram whose observations all fall in between the last two bounds. */
const buckets = (series: (le: string) => string, perSecond: Readonly<Record<string, number>>) =>
  Object.entries(perSecond).map(([le, rate]) => counter(series(le), rate));
const gatewayBuckets = (host: string, perSecond: Readonly<Record<string, number>>) =>
  buckets(
    (le) =>
      `istio_request_duration_milliseconds_bucket{${GATEWAY},destination_service="${host}",le="${le}"}`,
    perSecond,
  );
const PROCESSOR_HOST = "llm-processor-regional.nephoran-system.svc.cluster.local";

const processor = `namespace="nephoran-system",container="llm-processor-regional"`;
const limit = (pod: string, resource: string, amount: number): InputSeries =>
  gauge(
    `kube_pod_container_resource_limits{${processor},pod="${pod}",resource="${resource}"}`,
    amount,
  );

const available = (replicas: number): InputSeries =>
  gauge(
    `kube_deployment_status_replicas_available{namespace="nephoran-system",deployment="llm-processor-regional"}`,
    replicas,
  );

const signals: readonly RuleCase[] = [
  {
    title: "request_rate counts what failed like what did not",
    record: "nephoran:region:request_rate",
    given: [served("200", 8), served("503", 2)],
    expected: { [own]: 10 },
  },
  {
    title: "request_rate is what processors count where they count more",
    record: "nephoran:region:request_rate",
    given: [served("200", 8), answered("success", 9)],
    expected: { [own]: 9 },
  },
  {
    title: "request_rate counts nothing that the gateway sent to other regions as an entry",
    record: "nephoran:region:request_rate",
    given: [
      served("200", 8),
      counter(
        `istio_requests_total{${GATEWAY},destination_service="eu-west-1.failover.nephoran.local",response_code="200"}`,
        50,
      ),
    ],
    expected: { [own]: 8 },
  },
  {
    title: "success_ratio is 1 without a failure, of which there is no series yet",
    record: "nephoran:region:success_ratio",
    given: [served("200", 8)],
    expected: { [own]: 1 },
  },
  {
    title: "success_ratio is 0 where nothing else than failures is",
    record: "nephoran:region:success_ratio",
    given: [served("503", 8)],
    expected: { [own]: 0 },
  },
  {
    title: "success_ratio takes what a user did wrong for no failure",
    record: "nephoran:region:success_ratio",
    given: [served("200", 6), served("429", 2), served("500", 1), served("503", 1)],
    expected: { [own]: 0.8 },
  },
  {
    title: "success_ratio is the worse of two, where a failure came with a proper answer",
    record: "nephoran:region:success_ratio",
    given: [served("200", 10), answered("success", 7.5), answered("model-timeout", 2.5)],
    expected: { [own]: 0.75 },
  },
  {
    title: "success_ratio is absent, not NaN, while there is no request",
    record: "nephoran:region:success_ratio",
    given: [served("200", 0), answered("success", 0)],
    expected: {},
  },
  {
    title: "success_count is what the ratio is made of",
    record: "nephoran:region:success_count",
    given: [served("200", 8), served("503", 2)],
    expected: { [own]: 300 },
  },
  {
    title: "latency_p95_seconds lies within the bucket of the 95th request of 100",
    record: "nephoran:region:latency_p95_seconds",
    given: gatewayBuckets(PROCESSOR_HOST, { "1000": 9, "5000": 10, "+Inf": 10 }),
    // Half of the way from 1 s to 5 s.
    expected: { [own]: 3 },
  },
  {
    title: "latency_p95_seconds is the larger of two",
    record: "nephoran:region:latency_p95_seconds",
    given: [
      ...gatewayBuckets(PROCESSOR_HOST, { "1000": 9, "5000": 10, "+Inf": 10 }),
      ...buckets(
        (le) => `nephoran_request_duration_seconds_bucket{region="us-east-1",le="${le}"}`,
        {
          "5": 9,
          "10": 10,
          "+Inf": 10,
        },
      ),
    ],
    expected: { [own]: 7.5 },
  },
  {
    title: "latency_p95_seconds is absent, not NaN, while there is no request",
    record: "nephoran:region:latency_p95_seconds",
    given: gatewayBuckets(PROCESSOR_HOST, { "1000": 0, "+Inf": 0 }),
    expected: {},
  },
  {
    title: "latency_count is what the P95 is made of",
    record: "nephoran:region:latency_count",
    given: [counter(`istio_request_duration_milliseconds_count{${TO_PROCESSOR}}`, 4)],
    expected: { [own]: 120 },
  },
  {
    title: "cost_usd_per_hour is the topology's price for every attempt",
    record: "nephoran:region:cost_usd_per_hour",
    given: [served("200", 2)],
    // 7,200 an hour.
    expected: { [own]: 90 },
  },
  {
    title: "billed_usd_per_hour is what processors say, at the pace of the last 5 min",
    record: "nephoran:region:billed_usd_per_hour",
    given: [counter(`nephoran_cost_dollars_total{region="us-east-1"}`, 0.01)],
    expected: { [own]: 36 },
    windowSeconds: 300,
  },
  {
    title: "entry_demand is what users asked of the entry for any region, not what is bound",
    record: "nephoran:region:entry_demand",
    given: [
      ...["us-east-1", "eu-west-1"].map((region) =>
        counter(
          `istio_requests_total{${GATEWAY},destination_service="${region}.failover.nephoran.local",response_code="200"}`,
          3,
        ),
      ),
      counter(
        `istio_requests_total{${GATEWAY},destination_service="eu-west-1.nephoran.local",response_code="200"}`,
        50,
      ),
    ],
    expected: { [`{entry="us-east-1"}`]: 6 },
  },
  {
    title: "bound_demand is what users asked of the entry for the region and its zone alone",
    record: "nephoran:region:bound_demand",
    given: [
      ...["us-east-1.nephoran.local", "us.nephoran.local"].map((host) =>
        counter(
          `istio_requests_total{${GATEWAY},destination_service="${host}",response_code="200"}`,
          2,
        ),
      ),
      ...["us-east-1.failover.nephoran.local", "eu-west-1.nephoran.local", "us.nephoran-local"].map(
        (host) =>
          counter(
            `istio_requests_total{${GATEWAY},destination_service="${host}",response_code="200"}`,
            50,
          ),
      ),
    ],
    expected: { [own]: 4 },
  },
  {
    title: "entry_latency_p95_seconds tells the regions apart",
    record: "nephoran:region:entry_latency_p95_seconds",
    given: [
      ...gatewayBuckets("us-east-1.failover.nephoran.local", { "100": 9, "500": 10, "+Inf": 10 }),
      ...gatewayBuckets("eu-west-1.failover.nephoran.local", { "1000": 9, "5000": 10, "+Inf": 10 }),
    ],
    expected: {
      [`{entry="us-east-1",region="us-east-1"}`]: 0.3,
      [`{entry="us-east-1",region="eu-west-1"}`]: 3,
    },
  },
];

const counts: readonly RuleCase[] = [
  {
    title: "gateway:attempts:rate30s is what the gateway handed to processors",
    record: "gateway:attempts:rate30s",
    given: [served("200", 8), served("503", 2)],
    expected: { "": 10 },
  },
  {
    title: "gateway:failures:rate30s is 0 as soon as there are attempts",
    record: "gateway:failures:rate30s",
    given: [served("200", 8)],
    expected: { "": 0 },
  },
  {
    title: "processor:attempts:rate30s is what processors answered",
    record: "processor:attempts:rate30s",
    given: [answered("success", 7), answered("refused", 3)],
    expected: { "": 10 },
  },
  {
    title: "processor:failures:rate30s is whatever is no success",
    record: "processor:failures:rate30s",
    given: [answered("success", 7), answered("refused", 3)],
    expected: { "": 3 },
  },
];

const of = (resource: string): string => `{region="us-east-1",resource="${resource}"}`;
const gatewayPod = (pod: string): string =>
  `namespace="nephoran-ingress",pod="nephoran-gateway-${pod}",interface="eth0"`;

const utilisation: readonly RuleCase[] = [
  {
    title: "utilisation of the CPU is that of all processors through their limits",
    record: `nephoran:region:utilisation`,
    given: [
      ...["a", "b"].flatMap((pod) => [
        counter(`container_cpu_usage_seconds_total{${processor},pod="${pod}"}`, 0.5),
        limit(pod, "cpu", 2),
      ]),
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
      counter(`container_cpu_usage_seconds_total{${processor},pod="a"}`, 0.5),
      ...["old", "new"].map((instance) =>
        gauge(
          `kube_pod_container_resource_limits{${processor},pod="a",resource="cpu",instance="${instance}"}`,
          2,
        ),
      ),
    ],
    expected: { [of("cpu")]: 0.25 },
  },
  {
    title: "utilisation of the memory is what cannot be given back, through the limits",
    record: `nephoran:region:utilisation`,
    given: [
      gauge(`container_memory_working_set_bytes{${processor},pod="a"}`, 1.5e9),
      limit("a", "memory", 2e9),
    ],
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
    given: [
      available(0),
      gauge(`container_memory_working_set_bytes{${processor},pod="a"}`, 1e9),
      limit("a", "memory", 2e9),
    ],
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

const upkeep: readonly RuleCase[] = [
  {
    title: "processors_available is 0 where Kubernetes says so",
    record: "nephoran:region:processors_available",
    given: [available(0)],
    expected: { [own]: 0 },
  },
  {
    title: "traffic_weight is the entry's own row",
    record: "nephoran:region:traffic_weight",
    given: [
      gauge(`nephoran_traffic_weight{entry="us-east-1",region="us-east-1",pod="a"}`, 70),
      gauge(`nephoran_traffic_weight{entry="us-east-1",region="eu-west-1",pod="a"}`, 30),
      gauge(`nephoran_traffic_weight{entry="eu-west-1",region="eu-west-1",pod="a"}`, 100),
    ],
    expected: {
      [`{entry="us-east-1",region="us-east-1"}`]: 70,
      [`{entry="us-east-1",region="eu-west-1"}`]: 30,
    },
  },
  {
    title: "state is that of each region as the entry sees it",
    record: "nephoran:region:state",
    given: [
      gauge(
        `nephoran_region_state{entry="us-east-1",region="eu-west-1",state="healthy",pod="a"}`,
        0,
      ),
      gauge(
        `nephoran_region_state{entry="us-east-1",region="eu-west-1",state="failed",pod="a"}`,
        1,
      ),
    ],
    expected: {
      [`{entry="us-east-1",region="eu-west-1",state="healthy"}`]: 0,
      [`{entry="us-east-1",region="eu-west-1",state="failed"}`]: 1,
    },
  },
  {
    title: "failover_events_per_hour are those of the last hour, by region",
    record: "nephoran:region:failover_events_per_hour",
    given: [counter(`nephoran_failover_events_total{region="eu-west-1",pod="a"}`, 0.001)],
    expected: { [`{entry="us-east-1",region="eu-west-1"}`]: 3.6 },
    windowSeconds: 3600,
  },
  {
    title: "sync_lag_seconds is the largest",
    record: "nephoran:region:sync_lag_seconds",
    given: [
      gauge(`nephoran_sync_lag_seconds{region="us-east-1",pod="a"}`, 2),
      gauge(`nephoran_sync_lag_seconds{region="us-east-1",pod="b"}`, 9),
    ],
    expected: { [own]: 9 },
  },
  {
    title: "residency_blocked_per_hour are those of the last hour",
    record: "nephoran:region:residency_blocked_per_hour",
    given: [counter(`nephoran_residency_blocked_total{region="us-east-1",pod="a"}`, 0.01)],
    expected: { [own]: 36 },
    windowSeconds: 3600,
  },
  {
    title: "autonomous is 1 as soon as one synchronizer says so",
    record: "nephoran:region:autonomous",
    given: [
      gauge(`nephoran_region_autonomous{region="us-east-1",pod="a"}`, 0),
      gauge(`nephoran_region_autonomous{region="us-east-1",pod="b"}`, 1),
    ],
    expected: { [own]: 1 },
  },
  {
    title: "certificate_expiry_seconds is that of the first to end, also once it has",
    record: "nephoran:region:certificate_expiry_seconds",
    given: [
      gauge(`nephoran_certificate_expiry_seconds{region="us-east-1",certificate="gateway"}`, -60),
      gauge(`nephoran_certificate_expiry_seconds{region="us-east-1",certificate="ca"}`, 86_400),
    ],
    expected: { [own]: -60 },
  },
];

/** Every rule of a region but the two that are made from nothing. */
export const regionRuleCases: readonly RuleCase[] = [
  ...counts,
  ...signals,
  ...utilisation,
  ...comingAndGoingCases,
  ...upkeep,
  ...steeringRuleCases,
  ...stateStoreRuleCases,
];
