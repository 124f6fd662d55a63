import type { RuleCase } from "./promtool-case";

/** What promtool's clock shows when a case of the default window is looked at, seconds since 1970. */
export const CASE_ENDS = 70;

const FRESH = CASE_ENDS - 5;

interface Reported {
  readonly [aggregate: string]: number;
}

/** What a region's two replicas wrote, the second one a little less: it scrapes at other moments. */
const heard = (region: string, aggregates: Reported, heartbeat = FRESH) =>
  [0, 1].flatMap((replica) =>
    Object.entries({ heartbeat, ...aggregates }).map(([aggregate, value]) => ({
      series: `nephoran:region:${aggregate}{region="${region}",replica="prometheus-regional-${replica}"}`,
      gauge: replica === 0 ? value : value * 0.99,
    })),
  );

const east = { request_rate: 30, success_ratio: 1, success_count: 900, cost_usd_per_hour: 90 };
const eu = { request_rate: 10, success_ratio: 0.8, success_count: 300, cost_usd_per_hour: 45 };
const both = [...heard("us-east-1", east), ...heard("eu-west-1", eu)];
/** A region that was last heard of 65 s ago, whose series go on for minutes. */
const silent = heard("us-west-2", { ...east, latency_p95_seconds: 9 }, FRESH - 60);

/** Every rule over all regions, with a region that is silent in each. */
export const globalRuleCases: readonly RuleCase[] = [
  {
    title: "regions_reporting leaves out a region that has been silent for a minute",
    record: "nephoran:global:regions_reporting",
    given: [...both, ...silent],
    expected: { "": 2 },
  },
  {
    title: "request_rate counts each region once, whatever its replicas write",
    record: "nephoran:global:request_rate",
    given: [...both, ...silent],
    expected: { "": 40 },
  },
  {
    title: "traffic_share is of what all regions had together",
    record: "nephoran:global:traffic_share",
    given: [...both, ...silent],
    expected: { [`{region="us-east-1"}`]: 0.75, [`{region="eu-west-1"}`]: 0.25 },
  },
  {
    title: "success_ratio weighs each region by its attempts",
    record: "nephoran:global:success_ratio",
    given: [...both, ...silent],
    expected: { "": 0.95 },
  },
  {
    title: "success_ratio leaves out a region that counts but tells no ratio",
    record: "nephoran:global:success_ratio",
    given: [...heard("us-east-1", east), ...heard("eu-west-1", { success_count: 300 })],
    expected: { "": 1 },
  },
  {
    title: "latency_p95_seconds is that of the slowest region that is heard from",
    record: "nephoran:global:latency_p95_seconds",
    given: [
      ...heard("us-east-1", { latency_p95_seconds: 0.4 }),
      ...heard("eu-west-1", { latency_p95_seconds: 1.2 }),
      ...silent,
    ],
    expected: { "": 1.2 },
  },
  {
    title: "cost_usd_per_hour is what the regions cost together",
    record: "nephoran:global:cost_usd_per_hour",
    given: [...both, ...silent],
    expected: { "": 135 },
  },
  {
    title: "failover_events_per_hour adds up what the entries did, each told by two replicas",
    record: "nephoran:global:failover_events_per_hour",
    given: [
      ...heard("us-east-1", {}),
      ...heard("eu-west-1", {}),
      ...["us-east-1", "eu-west-1"].flatMap((entry) =>
        [0, 1].map((replica) => ({
          series: `nephoran:region:failover_events_per_hour{entry="${entry}",region="us-west-2",replica="prometheus-regional-${replica}"}`,
          gauge: 2,
        })),
      ),
    ],
    expected: { "": 4 },
  },
];
