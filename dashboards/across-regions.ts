import { DataqueryBuilder, PromQueryFormat } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as TableBuilder } from "@grafana/grafana-foundation-sdk/table";
import {
  Dollars,
  PercentUnit,
  RequestsPerSecond,
  Seconds,
  Short,
} from "@grafana/grafana-foundation-sdk/units";
import { series } from "../monitoring/rules/promql";
import { dashboard } from "./dashboard";
import { dataSource, type PanelAt, timeSeries } from "./panel";

/**
 * The first look at Nephoran: all regions on one page, from the series that the global Prometheus
 * keeps. A region's two replicas both write, so that its series are merged.
 */
export const acrossRegions = () =>
  dashboard(
    {
      title: "Nephoran across regions",
      uid: "nephoran-across-regions",
      description: "Requests, distribution, latency, failovers and cost of all regions.",
    },
    [
      requestRate,
      regionalDistribution,
      crossRegionLatency,
      failoverEvents,
      costPerRegion,
      successRatio,
      stateStoreNodes,
      stateStoreRanges,
      firingAlerts,
    ],
  );

const requestRate = timeSeries(
  {
    title: "Global request rate",
    description:
      "Attempts per second in all regions that are heard from, retries counted too. A gap: no region tells its own.",
    unit: RequestsPerSecond,
  },
  [{ expression: "nephoran:global:request_rate", legend: "all regions" }],
);

const regionalDistribution = timeSeries(
  {
    title: "Regional distribution",
    description:
      "Each region's part of all attempts; together they are 100 %. A gap: no request anywhere, or the region is silent.",
    unit: PercentUnit,
  },
  [{ expression: "nephoran:global:traffic_share", legend: "{{region}}" }],
  { stacked: true },
);

const crossRegionLatency = timeSeries(
  {
    title: "Cross-region latency, P95",
    description:
      "What users of an entry wait for a region: the way between the two, processing and retries. 200 ms is the target for the way alone. A gap: the entry sent that region nothing.",
    unit: Seconds,
  },
  [
    {
      expression: "max by (entry, region) (nephoran:region:entry_latency_p95_seconds)",
      legend: "{{entry}} to {{region}}",
    },
  ],
);

const failoverEvents = timeSeries(
  {
    title: "Failover events per hour",
    description:
      "Times in the last hour that an entry took a region out of its traffic by itself. A gap: no traffic controller tells.",
    unit: Short,
  },
  [
    {
      expression: "max by (entry, region) (nephoran:region:failover_events_per_hour)",
      legend: "{{entry}} took out {{region}}",
    },
    { expression: "nephoran:global:failover_events_per_hour", legend: "all entries" },
  ],
);

const costPerRegion = timeSeries(
  {
    title: "Cost per region and hour",
    description:
      "Each region's attempts at the topology's price per 1,000 intents, at the present pace for an hour. It is no bill. A gap: the region is silent.",
    unit: Dollars,
  },
  [
    {
      expression: "max by (region) (nephoran:region:cost_usd_per_hour)",
      legend: "{{region}}",
    },
  ],
  { stacked: true },
);

const successRatio = timeSeries(
  {
    title: "Success of attempts",
    description:
      "Attempts that succeeded, through all of the last 30 s. Below 95 % a region is taken out of the traffic. A gap: no requests.",
    unit: PercentUnit,
  },
  [
    { expression: "nephoran:global:success_ratio", legend: "all regions" },
    { expression: "max by (region) (nephoran:region:success_ratio)", legend: "{{region}}" },
  ],
);

const stateStoreNodes = timeSeries(
  {
    title: "State store: nodes",
    description:
      "Nodes of the state store that answer in each region, and how many of all regions' each of them takes to be live. A gap: no node of the region answers, or its state store is elsewhere.",
    unit: Short,
  },
  [
    { expression: "max by (region) (nephoran:region:store_nodes)", legend: "{{region}} answer" },
    {
      expression: "max by (region) (nephoran:region:store_live_nodes)",
      legend: "live, says {{region}}",
    },
  ],
);

const stateStoreRanges = timeSeries(
  {
    title: "State store: ranges at risk",
    description:
      "Parts of the state store without a majority of copies, and with fewer than they should have, told by each region's nodes. A gap: no node of the region answers, or its state store is elsewhere.",
    unit: Short,
  },
  [
    {
      expression: "max by (region) (nephoran:region:store_ranges_unavailable)",
      legend: "{{region}} unavailable",
    },
    {
      expression: "max by (region) (nephoran:region:store_ranges_underreplicated)",
      legend: "{{region}} under-replicated",
    },
  ],
);

const firingAlerts: PanelAt = (place) =>
  new TableBuilder()
    .title("Firing alerts")
    .description("What is wrong now, as this control plane's Prometheus sees it.")
    .unit(Short)
    .noValue("no alert fires")
    .datasource(dataSource)
    .gridPos(place)
    .withTarget(
      new DataqueryBuilder()
        .datasource(dataSource)
        .refId("A")
        .expr(
          `max by (severity, alertname, region, cause) (${series("ALERTS", { alertstate: "firing" })})`,
        )
        .instant()
        .format(PromQueryFormat.Table),
    );
