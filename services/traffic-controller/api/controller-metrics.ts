import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { type MetricName, metricOf } from "../../../monitoring/metrics";

/** Buckets of the duration of a tick, s; 150 ms is the most that it should take. */
const TICK_BUCKETS = [0.000_25, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.3, 1];

/** The controller's metrics, named, explained and labelled as the catalogue has them. */
export class ControllerMetrics {
  readonly weight;
  readonly state;
  readonly failovers;
  readonly certificateExpiry;
  readonly leading;
  readonly writes;
  readonly writeFailures;
  readonly overridesInvalid;
  readonly alert;
  readonly disagreement;
  readonly tickSeconds;
  readonly eventRows;

  /** @param collect sets the gauges, before each time that they are read. */
  constructor(registry: Registry, collect: () => void) {
    const registers = [registry];
    const gauge = (name: MetricName, collecting?: () => void): Gauge =>
      new Gauge({ ...named(name), registers, ...(collecting && { collect: collecting }) });
    const counter = (name: MetricName): Counter => new Counter({ ...named(name), registers });

    // The first that is read sets the others: they are read in the order in which they are made.
    this.weight = gauge("nephoran_traffic_weight", collect);
    this.state = gauge("nephoran_region_state");
    this.failovers = counter("nephoran_failover_events_total");
    this.certificateExpiry = gauge("nephoran_certificate_expiry_seconds");
    this.leading = gauge("nephoran_traffic_leading");
    this.writes = counter("nephoran_traffic_writes_total");
    this.writeFailures = gauge("nephoran_traffic_write_failures");
    this.overridesInvalid = gauge("nephoran_traffic_overrides_invalid");
    this.alert = gauge("nephoran_traffic_alert");
    this.disagreement = gauge("nephoran_traffic_disagreement");
    this.tickSeconds = new Histogram({
      ...named("nephoran_traffic_tick_seconds"),
      buckets: TICK_BUCKETS,
      registers,
    });
    this.eventRows = counter("nephoran_traffic_event_rows_total");
  }
}

function named(name: MetricName): { name: string; help: string; labelNames: string[] } {
  const { help, labels } = metricOf(name);
  return { name, help, labelNames: [...labels] };
}
