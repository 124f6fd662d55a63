import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { type MetricName, metricOf } from "../../../../monitoring/metrics";

/** Upper bounds, s: fine below a second, and around the 5 s from which a region counts as slow. */
const DURATION_BUCKETS = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2, 3, 4, 5, 6, 8, 10, 15, 30,
];

/** How a request ended, as the label `status` has it. A caller's own mistake is no failure. */
export type RequestStatus = "success" | "at-capacity" | "rate-limited" | "error";

/** What llm-processor-regional tells, named, explained and labelled as the catalogue has it. */
export class ProcessorMetrics {
  readonly registry = new Registry();
  readonly #region: string;
  readonly #requests: Counter;
  readonly #duration: Histogram;
  readonly #inFlight: Gauge;
  readonly #cost: Counter;

  constructor(region: string) {
    this.#region = region;
    const registers = [this.registry];
    this.#requests = new Counter({ ...named("nephoran_requests_total"), registers });
    this.#duration = new Histogram({
      ...named("nephoran_request_duration_seconds"),
      buckets: DURATION_BUCKETS,
      registers,
    });
    this.#inFlight = new Gauge({ ...named("nephoran_intents_in_flight"), registers });
    this.#cost = new Counter({ ...named("nephoran_cost_dollars_total"), registers });
    // A rate needs what it grows from.
    this.#requests.inc({ region, status: "success" }, 0);
    this.#cost.inc({ region }, 0);
    this.inFlight(0);
    collectDefaultMetrics({ register: this.registry });
  }

  answered(status: RequestStatus, seconds: number): void {
    this.#requests.inc({ region: this.#region, status });
    this.#duration.observe({ region: this.#region }, seconds);
  }

  inFlight(intents: number): void {
    this.#inFlight.set({ region: this.#region }, intents);
  }

  billed(usd: number): void {
    this.#cost.inc({ region: this.#region }, usd);
  }
}

function named(name: MetricName): { name: string; help: string; labelNames: string[] } {
  const { help, labels } = metricOf(name);
  return { name, help, labelNames: [...labels] };
}
