import { counter, gauge, own } from "./input-series";
import type { InputSeries, RuleCase } from "./promtool-case";

const told = (reason: string, region: string, pod: string, value: number): InputSeries =>
  gauge(
    `nephoran_traffic_alert{entry="us-east-1",region="${region}",reason="${reason}",pod="${pod}"}`,
    value,
  );

const ticks = (part: string, pod: string, perSecond: number): InputSeries =>
  counter(`nephoran_traffic_tick_seconds_${part},pod="${pod}"}`, perSecond);
const count = `count{region="us-east-1"`;
const bucket = (le: string): string => `bucket{region="us-east-1",le="${le}"`;

const writes = (result: string, perSecond: number, region = "us-east-1"): InputSeries =>
  counter(
    `nephoran_traffic_writes_total{region="${region}",result="${result}",pod="a"}`,
    perSecond,
  );
const everyResult: readonly InputSeries[] = [
  writes("written", 0.1),
  writes("conflict", 0.02),
  writes("retryable", 0.03),
  writes("refused", 0.01),
  writes("not-sent", 0.01),
  // Another region's, which is not to be here.
  writes("written", 5, "eu-west-1"),
];

const rows = (result: string, perSecond: number): InputSeries =>
  counter(
    `nephoran_traffic_event_rows_total{region="us-east-1",result="${result}",pod="a"}`,
    perSecond,
  );

/** Reasons that an entry's controller gives, by the series that is made of each. */
const reasons = {
  signals_missing: "signals-missing",
  overloaded: "overloaded",
  unreachable: "unreachable",
  link_down: "link-down",
  isolated: "isolated",
  spared: "spared",
  overrides_refused: "override-refused",
} as const;

/** The rules of what a region's traffic controller tells of itself. */
export const steeringRuleCases: readonly RuleCase[] = [
  {
    title: "traffic_leaders counts the replicas that lead, of this region alone",
    record: "nephoran:region:traffic_leaders",
    given: [
      gauge(`nephoran_traffic_leading{region="us-east-1",pod="a"}`, 1),
      gauge(`nephoran_traffic_leading{region="us-east-1",pod="b"}`, 0),
      gauge(`nephoran_traffic_leading{region="eu-west-1",pod="c"}`, 1),
    ],
    expected: { [own]: 1 },
  },
  {
    title: "traffic_write_failures is that of the replica that fails",
    record: "nephoran:region:traffic_write_failures",
    given: [
      gauge(`nephoran_traffic_write_failures{region="us-east-1",pod="a"}`, 3),
      gauge(`nephoran_traffic_write_failures{region="us-east-1",pod="b"}`, 0),
    ],
    expected: { [own]: 3 },
  },
  {
    title: "traffic_disagreement is that of the replica that would move most",
    record: "nephoran:region:traffic_disagreement",
    given: [
      gauge(`nephoran_traffic_disagreement{region="us-east-1",pod="a"}`, 20),
      gauge(`nephoran_traffic_disagreement{region="us-east-1",pod="b"}`, 12),
    ],
    expected: { [own]: 20 },
  },
  {
    title: "traffic_overrides_invalid is 1 as soon as one replica says so",
    record: "nephoran:region:traffic_overrides_invalid",
    given: [
      gauge(`nephoran_traffic_overrides_invalid{region="us-east-1",pod="a"}`, 0),
      gauge(`nephoran_traffic_overrides_invalid{region="us-east-1",pod="b"}`, 1),
    ],
    expected: { [own]: 1 },
  },
  ...Object.entries(reasons).map(([what, reason]): RuleCase => ({
    title: `traffic_${what} is told of each region, and of no other reason`,
    record: `nephoran:region:traffic_${what}`,
    given: [
      told(reason, "us-east-1", "a", 0),
      told(reason, "eu-west-1", "a", 0),
      told(reason, "eu-west-1", "b", 1),
      told("another-reason", "us-west-2", "a", 1),
    ],
    expected: {
      [`{entry="us-east-1",region="us-east-1"}`]: 0,
      [`{entry="us-east-1",region="eu-west-1"}`]: 1,
    },
  })),
  {
    title: "traffic_decision_rate is that of the replica that decides most rarely",
    record: "nephoran:region:traffic_decision_rate",
    given: [ticks(count, "a", 1), ticks(count, "b", 0.4)],
    expected: { [own]: 0.4 },
  },
  {
    title: "traffic_tick_p95_seconds is of the decisions of all replicas",
    record: "nephoran:region:traffic_tick_p95_seconds",
    // 90 of 100 within 1 ms, all within 5 ms: half of the way from the one to the other.
    given: ["a", "b"].flatMap((pod) => [
      ticks(bucket("0.001"), pod, 0.9),
      ticks(bucket("0.005"), pod, 1),
      ticks(bucket("+Inf"), pod, 1),
    ]),
    expected: { [own]: 0.003 },
  },
  {
    title: "traffic_writes counts those that were taken, of this region alone",
    record: "nephoran:region:traffic_writes",
    given: everyResult,
    expected: { [own]: 30 },
    windowSeconds: 300,
  },
  {
    title: "traffic_write_conflicts counts conflicts",
    record: "nephoran:region:traffic_write_conflicts",
    given: everyResult,
    expected: { [own]: 6 },
    windowSeconds: 300,
  },
  {
    title: "traffic_write_errors counts all other failures together",
    record: "nephoran:region:traffic_write_errors",
    given: everyResult,
    expected: { [own]: 15 },
    windowSeconds: 300,
  },
  {
    title: "traffic_event_rows_per_hour are those that were added in the last hour",
    record: "nephoran:region:traffic_event_rows_per_hour",
    given: [rows("added", 0.002), rows("repeated", 0.01), rows("dropped", 0.01)],
    expected: { [own]: 7.2 },
    windowSeconds: 3600,
  },
  {
    title: "traffic_event_rows_dropped_per_hour are those that are lost",
    record: "nephoran:region:traffic_event_rows_dropped_per_hour",
    given: [rows("added", 0.01), rows("repeated", 0.01), rows("dropped", 0.001)],
    expected: { [own]: 3.6 },
    windowSeconds: 3600,
  },
];
