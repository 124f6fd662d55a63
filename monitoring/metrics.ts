/** What a metric counts or measures in, as dashboards and rules take it. */
export type Unit =
  | "requests"
  | "requests/s"
  | "seconds"
  | "ratio"
  | "intents"
  | "USD"
  | "USD/h"
  | "percent"
  | "events"
  | "events/s"
  | "events/h"
  | "replicas"
  | "regions"
  | "ranges"
  | "boolean";

/** A metric that Nephoran's own workloads expose. */
export interface Metric {
  readonly type: "counter" | "gauge" | "histogram";
  readonly unit: Unit;
  /** What it tells, in a sentence. */
  readonly help: string;
  /** Label names besides those that scraping adds. */
  readonly labels: readonly string[];
  /** Workload that exposes it. */
  readonly from: string;
}

/**
 * Every metric of Nephoran's own, by name. Rules, dashboards and documentation take names from here
 * alone, so that none of them can ask for something that nobody exposes.
 */
export const metrics = {
  nephoran_requests_total: {
    type: "counter",
    unit: "requests",
    help: "Requests that the region's processors have answered, every attempt counted; status is success or what failed.",
    labels: ["region", "status"],
    from: "llm-processor-regional",
  },
  nephoran_request_duration_seconds: {
    type: "histogram",
    unit: "seconds",
    help: "From a request's arrival at a processor to its answer.",
    labels: ["region"],
    from: "llm-processor-regional",
  },
  nephoran_intents_in_flight: {
    type: "gauge",
    unit: "intents",
    help: "Intents that a processor works on at this moment.",
    labels: ["region"],
    from: "llm-processor-regional",
  },
  nephoran_cost_dollars_total: {
    type: "counter",
    unit: "USD",
    help: "What the processors were billed for intents, models included, as far as they know.",
    labels: ["region"],
    from: "llm-processor-regional",
  },
  nephoran_failover_events_total: {
    type: "counter",
    unit: "events",
    help: "Times that a region was taken out of the entry's traffic without anybody asking for it.",
    labels: ["region"],
    from: "traffic-controller",
  },
  nephoran_traffic_weight: {
    type: "gauge",
    unit: "percent",
    help: "Share of an entry's unbound requests that a region gets; an entry's shares sum to 100.",
    labels: ["entry", "region"],
    from: "traffic-controller",
  },
  nephoran_region_state: {
    type: "gauge",
    unit: "boolean",
    help: "1 for the state that the entry takes a region to be in, 0 for every other state.",
    labels: ["entry", "region", "state"],
    from: "traffic-controller",
  },
  nephoran_traffic_leading: {
    type: "gauge",
    unit: "boolean",
    help: "1 while the replica leads its region's traffic controller and may write, 0 otherwise; none in shadow mode.",
    labels: ["region"],
    from: "traffic-controller",
  },
  nephoran_traffic_writes_total: {
    type: "counter",
    unit: "events",
    help: "Writes of the entry's row; result is written, or how it failed: conflict, retryable, refused, not-sent.",
    labels: ["region", "result"],
    from: "traffic-controller",
  },
  nephoran_traffic_write_failures: {
    type: "gauge",
    unit: "events",
    help: "Writes that have failed in a row, of a leader that has something to write, 0 otherwise; none in shadow mode.",
    labels: ["region"],
    from: "traffic-controller",
  },
  nephoran_traffic_overrides_invalid: {
    type: "gauge",
    unit: "boolean",
    help: "1 while the overrides as they are written cannot be understood and the last valid ones count, 0 otherwise.",
    labels: ["region"],
    from: "traffic-controller",
  },
  nephoran_traffic_alert: {
    type: "gauge",
    unit: "events",
    help: "How many things about a region the entry's controller says somebody should look at, by reason.",
    labels: ["entry", "region", "reason"],
    from: "traffic-controller",
  },
  nephoran_traffic_disagreement: {
    type: "gauge",
    unit: "percent",
    help: "Points of the entry's row that a controller in shadow mode would move; none in active mode.",
    labels: ["region"],
    from: "traffic-controller",
  },
  nephoran_traffic_tick_seconds: {
    type: "histogram",
    unit: "seconds",
    help: "How long one decision took, with what is recorded of it.",
    labels: ["region"],
    from: "traffic-controller",
  },
  nephoran_traffic_event_rows_total: {
    type: "counter",
    unit: "events",
    help: "Rows for failover_events; result is added, repeated, or dropped.",
    labels: ["region", "result"],
    from: "traffic-controller",
  },
  nephoran_sync_lag_seconds: {
    type: "gauge",
    unit: "seconds",
    help: "Age of the oldest change that the region's synchronizer has not carried over yet.",
    labels: ["region"],
    from: "state-synchronizer",
  },
  nephoran_residency_blocked_total: {
    type: "counter",
    unit: "events",
    help: "Writes that were kept in the residency zone that they are bound to.",
    labels: ["region"],
    from: "state-synchronizer",
  },
  nephoran_region_autonomous: {
    type: "gauge",
    unit: "boolean",
    help: "1 while the region goes on without the global state, 0 otherwise.",
    labels: ["region"],
    from: "state-synchronizer",
  },
  nephoran_certificate_expiry_seconds: {
    type: "gauge",
    unit: "seconds",
    help: "Time until a certificate of the region ends; negative once it has.",
    labels: ["region", "certificate"],
    from: "traffic-controller",
  },
} as const satisfies Readonly<Record<`nephoran_${string}`, Metric>>;

export type MetricName = keyof typeof metrics;
export const metricNames = Object.keys(metrics) as readonly MetricName[];

/** A catalogue entry, seen as what all entries have in common. */
export const metricOf = (name: MetricName): Metric => metrics[name];
