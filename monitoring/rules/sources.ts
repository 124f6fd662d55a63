import { GATEWAY } from "../../components/istio-mesh/names";
import { namespaces } from "../../components/region-base/namespaces";
import { dataPlane } from "../../components/regional-data-plane/connections";
import type { Region } from "../../config/topology";
import { failoverHost, regionHost, zoneHost } from "../../routing/hosts";
import type { ForeignMetricName } from "../foreign-metrics";
import type { MetricName } from "../metrics";
import { finite, type Matchers, rateOf, series } from "./promql";

/** How far back signals look: six scrapes, so that a lost one does not leave a hole. */
export const SIGNAL_WINDOW_SECONDS = 30;
const SIGNAL_WINDOW = `${SIGNAL_WINDOW_SECONDS}s`;

/** Anything that somebody exposes; a name that nobody does would silently be no data. */
type KnownMetric = MetricName | ForeignMetricName;
type Histogram = "nephoran_request_duration_seconds" | "nephoran_traffic_tick_seconds";
type KnownSeries = KnownMetric | `${Extract<MetricName, Histogram>}_${"bucket" | "count" | "sum"}`;

/** Requests that the region's gateway handed to a host, as the gateway counts and times them. */
const fromGateway = { reporter: "source", source_workload: GATEWAY } as const;

/**
 * Attempts that reached the region, in the gateway's own count: also those that no processor could be
 * found for, and each try of an entry that tried again elsewhere. An entry's own count would hide them.
 */
export const attempts: Matchers = {
  ...fromGateway,
  destination_service: `${dataPlane.processor}.${namespaces.system}.svc.cluster.local`,
};

/** A host as a regular expression that is that host alone. */
const literally = (host: string): string => host.replaceAll(".", String.raw`\.`);

/** The host of any region with the others behind it; what it captures is the region. */
export const FAILOVER_HOST = literally(failoverHost("(.+)")).replace(String.raw`\.+`, ".+");

/** Requests that the region's gateway took as an entry and may hand to any region: once each. */
export const unbound: Matchers = { ...fromGateway, destination_service: `=~${FAILOVER_HOST}` };

/**
 * Requests that the region's gateway took as an entry and must leave in the region or its zone: once
 * each. What is bound elsewhere no entry takes, and the nearest region of a zone is the entry itself.
 */
export const boundTo = ({
  name,
  residencyZone,
}: Pick<Region, "name" | "residencyZone">): Matchers => ({
  ...fromGateway,
  destination_service: `=~${[
    regionHost(name),
    ...(residencyZone === undefined ? [] : [zoneHost(residencyZone)]),
  ]
    .map(literally)
    .join("|")}`,
});

/** Growth per second within {@link SIGNAL_WINDOW_SECONDS}. */
export const signalRate = (metric: KnownSeries, matchers?: Matchers): string =>
  rateOf(series(metric, matchers), SIGNAL_WINDOW);

/** Growth per second of what is scraped more rarely, or changes more slowly. */
export const slowRate = (
  metric: KnownSeries,
  window: "1m" | "5m" | "1h",
  matchers?: Matchers,
): string => rateOf(series(metric, matchers), window);

/** A gauge without what is not a finite number. */
export const gauge = (metric: KnownMetric, matchers?: Matchers): string =>
  finite(series(metric, matchers));

const processorDeployment: Matchers = {
  namespace: namespaces.system,
  deployment: dataPlane.processor,
};

/** Processors that can take requests, as Kubernetes says; nothing while nobody tells. */
export const AVAILABLE_PROCESSORS = `max(${gauge("kube_deployment_status_replicas_available", processorDeployment)})`;

/**
 * How far back is looked for what is told every 15 s, by some, of what others tell at other times: two
 * scrapes until a container has a rate, one more that is lost, and one of who else tells of it.
 */
const SLOWLY_TOLD = "1m";

/** What was told of something within a minute, last or at least; for a gauge that is told every 15 s. */
export const gaugeLately = (
  what: "last" | "min",
  metric: KnownMetric,
  matchers?: Matchers,
): string => finite(`${what}_over_time(${series(metric, matchers)}[${SLOWLY_TOLD}])`);

/** The fewest of them within a minute. */
export const FEWEST_PROCESSORS_LATELY = `max(${gaugeLately("min", "kube_deployment_status_replicas_available", processorDeployment)})`;

/** The 95th percentile of a histogram, in its own unit; nothing where nothing was observed. */
export const p95 = (bucketRates: string, by: readonly string[] = []): string =>
  finite(`histogram_quantile(0.95, sum by (${["le", ...by].join(", ")}) (${bucketRates}))`);
