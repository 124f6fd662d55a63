import { series } from "../rules/promql";
import type { Alert } from "./alert";
import { ofRegion } from "./regions";

/** Success below which the promise to users is broken, and which takes a region out of the traffic. */
const LEAST_SUCCESS = 0.95;

/** How much more of the traffic than of the capacity a region may have, of 1. */
const UNEVEN_BY = 0.25;

/** Part of its intents from which it matters that a region has more than its share. */
const BUSY = 0.5;

/** Times an hour that each entry may take a region out: one outage, and one more. */
const FAILOVERS_PER_ENTRY = 2;

/** Says why a region is out, as a label: one alert for each reason. */
const because = (cause: string, expression: string): string =>
  `label_replace(${expression}, "cause", "${cause}", "", "")`;

/** Entries that take a region to be failed, where they are most of those that are heard from. */
const failedForMost =
  `count by (region) (max by (entry, region) (${series("nephoran:region:state", { state: "failed" })}) == 1)` +
  ` > on () group_left () nephoran:global:regions_reporting / 2`;

/** A region's part of what all regions can take at the same time. */
const capacityShare =
  ofRegion("nephoran:region:intent_capacity") +
  ` / on () group_left () sum(${ofRegion("nephoran:region:intent_capacity")})`;

/** What users notice, or are about to. */
export const trafficAlerts: readonly Alert[] = [
  {
    name: "GlobalSuccessRateLow",
    expression: `nephoran:global:success_ratio < ${LEAST_SUCCESS}`,
    lasting: "2m",
    severity: "critical",
    summary: "Fewer than 95 % of all attempts succeed",
    description:
      "{{ $value | humanizePercentage }} of the attempts in all regions succeed; 95 % is the least that is promised.",
  },
  {
    name: "RegionalOutage",
    expression: [
      because(
        "fewer than 95 % of its attempts succeed",
        `${ofRegion("nephoran:region:success_ratio")} < ${LEAST_SUCCESS}`,
      ),
      because(
        "it has no processor that takes requests",
        `${ofRegion("nephoran:region:processors_available")} == 0`,
      ),
      because("most entries take it to be failed", failedForMost),
    ].join(" or "),
    lasting: "1m",
    severity: "critical",
    summary: "{{ $labels.region }} does not serve as it should",
    description: "{{ $labels.region }} is degraded or out: {{ $labels.cause }}.",
  },
  {
    name: "TrafficImbalance",
    expression:
      `(nephoran:global:traffic_share - on (region) (${capacityShare}) > ${UNEVEN_BY})` +
      ` and on (region) ${ofRegion("nephoran:region:utilisation", { resource: "intents" })} > ${BUSY}`,
    lasting: "15m",
    severity: "warning",
    summary: "{{ $labels.region }} carries much more than its share",
    description:
      "{{ $labels.region }} is more than half full, and its part of all requests is {{ $value | humanizePercentage }} above its part of all capacity.",
  },
  {
    name: "HighFailoverRate",
    expression: `nephoran:global:failover_events_per_hour > ${FAILOVERS_PER_ENTRY} * nephoran:global:regions_reporting`,
    lasting: "5m",
    severity: "warning",
    summary: "Regions are taken out of the traffic again and again",
    description:
      "{{ $value | humanize }} times in the last hour entries took a region out by themselves, more than twice for each entry.",
  },
];
