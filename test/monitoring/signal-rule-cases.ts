import { counter, GATEWAY, own, PROCESSOR_HOST, TO_PROCESSOR } from "./input-series";
import type { InputSeries, RuleCase } from "./promtool-case";

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

/** The rules of what traffic is steered by. */
export const signalRuleCases: readonly RuleCase[] = [
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

/** The counts that they are made from. */
export const countRuleCases: readonly RuleCase[] = [
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
