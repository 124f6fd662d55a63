import { EventsPerSecond, Percent, Seconds, Short } from "@grafana/grafana-foundation-sdk/units";
import { series } from "../monitoring/rules/promql";
import type { RegionState } from "../services/traffic-controller/decision/decide";
import { dashboard } from "./dashboard";
import { type Query, timeSeries } from "./panel";
import { type DrawnState, stateTimeline } from "./state-timeline";

/** What a region's controller tells of itself; both replicas of its Prometheus write it. */
const ofRegion = (what: string): string => `max by (region) (nephoran:region:${what})`;

/** What an entry says of a region. */
const ofEntry = (what: string): string => `max by (entry, region) (nephoran:region:${what})`;

/** Where the traffic of every entry goes, why, and whether its controller can carry out what it decides. */
export const trafficControllers = () =>
  dashboard(
    {
      title: "Nephoran traffic controllers",
      uid: "nephoran-traffic-controllers",
      description:
        "Weights, the states that entries take regions to be in, and how the controllers of all regions do. Why a row is as it is, /decision of the region's controller says.",
    },
    [
      weights,
      states,
      concerns,
      orders,
      leaders,
      signalAge,
      writes,
      failures,
      decisions,
      tickTime,
      disagreement,
      rows,
      certificates,
    ],
  );

const weights = timeSeries(
  {
    title: "Weights of every entry",
    description:
      "Share of an entry's unbound requests that each region gets; an entry's shares sum to 100 %. A gap: no traffic controller of the entry tells.",
    unit: Percent,
  },
  [{ expression: ofEntry("traffic_weight"), legend: "{{entry}} sends {{region}}" }],
);

/** From well to out: where two replicas tell different states for a moment, the worse one is shown. */
const drawnStates = {
  healthy: "green",
  recovering: "blue",
  degraded: "yellow",
  draining: "purple",
  failed: "red",
} as const satisfies Readonly<Record<RegionState, string>>;

const stateList: readonly DrawnState[] = Object.entries(drawnStates).map(([name, color]) => ({
  name,
  color,
}));

const states = stateTimeline(
  {
    title: "States of regions, as every entry sees them",
    description:
      "The state that an entry takes a region to be in. If one entry stands alone, look at its network; if all agree, look at the region. A gap: no traffic controller of the entry tells.",
    unit: Short,
  },
  stateList,
  [
    {
      expression: `max by (entry, region) (${stateList
        .map(
          ({ name }, index) => `${index + 1} * ${series("nephoran:region:state", { state: name })}`,
        )
        .join(" or ")})`,
      legend: "{{region}}, says {{entry}}",
    },
  ],
);

const concern = (what: string, words: string): Query => ({
  expression: `${ofEntry(what)} > 0`,
  legend: `{{region}} ${words}, says {{entry}}`,
});

const concerns = timeSeries(
  {
    title: "What somebody should look at",
    description:
      "What controllers raise about regions, for as long as it lasts. A gap is good: nothing is raised, as long as 'Who leads' has every region.",
    unit: Short,
  },
  [
    concern("traffic_unreachable", "answers no probe"),
    concern("traffic_link_down", "is not reached by all"),
    concern("traffic_isolated", "can send to nobody"),
    concern("traffic_spared", "would be one too many to fail"),
    concern("traffic_overloaded", "is planned with too much"),
    concern("traffic_signals_missing", "has no signals"),
  ],
);

const orders = timeSeries(
  {
    title: "Orders that do not count",
    description:
      "Overrides that a controller cannot understand, or does not carry out. Which overrides stand, /decision and `nephoran traffic` say. A gap: no traffic controller tells.",
    unit: Short,
  },
  [
    { expression: ofRegion("traffic_overrides_invalid"), legend: "{{region}} cannot read them" },
    {
      expression: ofEntry("traffic_overrides_refused"),
      legend: "refused about {{region}} by {{entry}}",
    },
  ],
);

const leaders = timeSeries(
  {
    title: "Who leads",
    description:
      "Replicas of a region's controller that lead: one, and none for a moment while one takes over. With none, the region's routes stay as they are. A gap: the controller is in shadow mode, or none tells.",
    unit: Short,
  },
  [{ expression: ofRegion("traffic_leaders"), legend: "{{region}}" }],
);

const signalAge = timeSeries(
  {
    title: "Age of a region's signals",
    description:
      "Time since a region's Prometheus computed its signals, as this control plane has heard. Controllers ask each other every second, and hold a region's share when its signals are older than 15 s. A gap: nothing has been heard for 5 min.",
    unit: Seconds,
  },
  [{ expression: `time() - ${ofRegion("heartbeat")}`, legend: "{{region}}" }],
);

const writes = timeSeries(
  {
    title: "Writes of rows in 5 min",
    description:
      "How often a controller wrote its entry's row, and how often that failed. Conflicts again and again: somebody else writes the same routes. A gap: no traffic controller tells.",
    unit: Short,
  },
  [
    { expression: ofRegion("traffic_writes"), legend: "{{region}} written" },
    { expression: ofRegion("traffic_write_conflicts"), legend: "{{region}} conflicts" },
    { expression: ofRegion("traffic_write_errors"), legend: "{{region}} errors" },
  ],
);

const failures = timeSeries(
  {
    title: "Writes that fail in a row",
    description:
      "Of a leader that has something to write; what is served is older than what has been decided. A gap: the controller is in shadow mode, or none tells.",
    unit: Short,
  },
  [{ expression: ofRegion("traffic_write_failures"), legend: "{{region}}" }],
);

const decisions = timeSeries(
  {
    title: "Decisions per second",
    description:
      "Of the replica that decides most rarely; one each second while all is well. A gap: no traffic controller tells.",
    unit: EventsPerSecond,
  },
  [{ expression: ofRegion("traffic_decision_rate"), legend: "{{region}}" }],
);

const tickTime = timeSeries(
  {
    title: "Time of a decision, P95",
    description:
      "What a tick takes, with what is recorded of it; 150 ms is the most that it should. A gap: no decision in the last minute.",
    unit: Seconds,
  },
  [{ expression: ofRegion("traffic_tick_p95_seconds"), legend: "{{region}}" }],
);

const disagreement = timeSeries(
  {
    title: "What shadow mode would move",
    description:
      "Points of 100 by which the row that a controller in shadow mode decides differs from what is served. A gap: the controller is in active mode, or none tells.",
    unit: Percent,
  },
  [{ expression: ofRegion("traffic_disagreement"), legend: "{{region}}" }],
);

const rows = timeSeries(
  {
    title: "Failovers written down per hour",
    description:
      "Rows for failover_events in the state store. Dropped ones are lost: the store was away for too long, or refused them. A gap: no traffic controller tells.",
    unit: Short,
  },
  [
    { expression: ofRegion("traffic_event_rows_per_hour"), legend: "{{region}} added" },
    { expression: ofRegion("traffic_event_rows_dropped_per_hour"), legend: "{{region}} dropped" },
  ],
);

const certificates = timeSeries(
  {
    title: "Time until the first certificate ends",
    description:
      "Of the certificates that a region's controller watches; at zero and below it has ended. A gap: no traffic controller tells.",
    unit: Seconds,
  },
  [
    {
      expression: "min by (region) (nephoran:region:certificate_expiry_seconds)",
      legend: "{{region}}",
    },
  ],
);
