import { largestOf, partOf, ratio } from "./promql";
import type { RecordingRule } from "./recording-rule";
import type { RegionRulesArgs } from "./region";
import {
  attempts,
  boundTo,
  FAILOVER_HOST,
  p95,
  SIGNAL_WINDOW_SECONDS,
  signalRate,
  slowRate,
  unbound,
} from "./sources";

const NO_REQUESTS = "without a request in the last 30 s";
const UNCOUNTED = "while neither the gateway nor a processor is scraped";

/**
 * What the traffic controller judges a region by. The region's gateway and its processors both count:
 * the gateway also what no processor took, a processor also what failed behind a proper answer. Where
 * both tell, the worse one counts.
 */
export function signalRules({ region }: RegionRulesArgs): RecordingRule[] {
  const labels = { region: region.name };
  return [
    ...counts,
    {
      record: "nephoran:region:request_rate",
      expr: largestOf("gateway:attempts:rate30s", "processor:attempts:rate30s"),
      labels,
      unit: "requests/s",
      help: "Attempts that the region was asked to serve, those of retries too.",
      absent: UNCOUNTED,
    },
    {
      record: "nephoran:region:success_ratio",
      expr: `1 - ${largestOf(
        ratio("gateway:failures:rate30s", "gateway:attempts:rate30s"),
        ratio("processor:failures:rate30s", "processor:attempts:rate30s"),
      )}`,
      labels,
      unit: "ratio",
      help: "Attempts that succeeded, through all attempts of the last 30 s.",
      absent: NO_REQUESTS,
    },
    {
      record: "nephoran:region:success_count",
      expr: `${SIGNAL_WINDOW_SECONDS} * nephoran:region:request_rate`,
      labels,
      unit: "requests",
      help: "Attempts of the last 30 s, which the success ratio is made of.",
      absent: UNCOUNTED,
    },
    {
      record: "nephoran:region:latency_p95_seconds",
      expr: largestOf(
        `${p95(signalRate("istio_request_duration_milliseconds_bucket", attempts))} / 1000`,
        p95(signalRate("nephoran_request_duration_seconds_bucket")),
      ),
      labels,
      unit: "seconds",
      help: "95 of 100 attempts that ended in the last 30 s were answered within it.",
      absent: NO_REQUESTS,
    },
    {
      record: "nephoran:region:latency_count",
      expr: `${SIGNAL_WINDOW_SECONDS} * ${largestOf(
        `sum(${signalRate("istio_request_duration_milliseconds_count", attempts)})`,
        `sum(${signalRate("nephoran_request_duration_seconds_count")})`,
      )}`,
      labels,
      unit: "requests",
      help: "Attempts that ended in the last 30 s, which the P95 is made of.",
      absent: UNCOUNTED,
    },
    {
      record: "nephoran:region:cost_usd_per_hour",
      expr: `nephoran:region:request_rate * 3600 * ${region.costUsdPerThousandIntents} / 1000`,
      labels,
      unit: "USD/h",
      help: "What the region's attempts cost at the topology's price per 1,000 intents.",
      absent: UNCOUNTED,
    },
    {
      record: "nephoran:region:billed_usd_per_hour",
      expr: `3600 * sum(${slowRate("nephoran_cost_dollars_total", "5m")})`,
      labels,
      unit: "USD/h",
      help: "What processors were billed in the last 5 min, at that pace for an hour.",
      absent: "where processors do not tell what they are billed",
    },
    {
      record: "nephoran:region:entry_demand",
      expr: `sum(${signalRate("istio_requests_total", unbound)})`,
      labels: { entry: region.name },
      unit: "requests/s",
      help: "Requests of users at this entry that any region may serve, each counted once however often it was tried.",
      absent: "while the gateway is not scraped, or has had no such request since it started",
    },
    {
      record: "nephoran:region:bound_demand",
      expr: `sum(${signalRate("istio_requests_total", boundTo(region))})`,
      labels,
      unit: "requests/s",
      help: "Requests of users at this entry that the region or its residency zone alone may serve, each counted once however often it was tried.",
      absent: "while the gateway is not scraped, or has had no such request since it started",
    },
    {
      record: "nephoran:region:entry_latency_p95_seconds",
      expr: `max by (region) (label_replace(${p95(
        signalRate("istio_request_duration_milliseconds_bucket", unbound),
        ["destination_service"],
      )} / 1000, "region", "$1", "destination_service", ${JSON.stringify(FAILOVER_HOST)}))`,
      labels: { entry: region.name },
      unit: "seconds",
      help: "As users of this entry see a region: the way there, processing, and retries included.",
      absent: "for a region that the entry sent nothing in the last 30 s",
    },
  ];
}

/** Steps on the way, which stay in the region. */
const counts: readonly RecordingRule[] = [
  {
    record: "gateway:attempts:rate30s",
    expr: `sum(${signalRate("istio_requests_total", attempts)})`,
    unit: "requests/s",
    help: "Attempts that the gateway handed to processors, or found none for.",
    absent: "while the gateway is not scraped, or has had no request since it started",
  },
  {
    record: "gateway:failures:rate30s",
    expr: partOf(
      `sum(${signalRate("istio_requests_total", { ...attempts, response_code: "=~5.." })})`,
      "gateway:attempts:rate30s",
    ),
    unit: "requests/s",
    help: "Those of them that ended with a status of 500 or more.",
    absent: "as the attempts are",
  },
  {
    record: "processor:attempts:rate30s",
    expr: `sum(${signalRate("nephoran_requests_total")})`,
    unit: "requests/s",
    help: "Attempts that processors answered.",
    absent: "while no processor is scraped, or none counts",
  },
  {
    record: "processor:failures:rate30s",
    expr: partOf(
      `sum(${signalRate("nephoran_requests_total", { status: "!=success" })})`,
      "processor:attempts:rate30s",
    ),
    unit: "requests/s",
    help: "Those of them with another status than success.",
    absent: "as the attempts are",
  },
];
