import { available, counter, gauge, own } from "./input-series";
import type { RuleCase } from "./promtool-case";

/** The rules of what a region is operated by. */
export const upkeepRuleCases: readonly RuleCase[] = [
  {
    title: "processors_available is 0 where Kubernetes says so",
    record: "nephoran:region:processors_available",
    given: [available(0)],
    expected: { [own]: 0 },
  },
  {
    title: "traffic_weight is the entry's own row",
    record: "nephoran:region:traffic_weight",
    given: [
      gauge(`nephoran_traffic_weight{entry="us-east-1",region="us-east-1",pod="a"}`, 70),
      gauge(`nephoran_traffic_weight{entry="us-east-1",region="eu-west-1",pod="a"}`, 30),
      gauge(`nephoran_traffic_weight{entry="eu-west-1",region="eu-west-1",pod="a"}`, 100),
    ],
    expected: {
      [`{entry="us-east-1",region="us-east-1"}`]: 70,
      [`{entry="us-east-1",region="eu-west-1"}`]: 30,
    },
  },
  {
    title: "state is that of each region as the entry sees it",
    record: "nephoran:region:state",
    given: [
      gauge(
        `nephoran_region_state{entry="us-east-1",region="eu-west-1",state="healthy",pod="a"}`,
        0,
      ),
      gauge(
        `nephoran_region_state{entry="us-east-1",region="eu-west-1",state="failed",pod="a"}`,
        1,
      ),
    ],
    expected: {
      [`{entry="us-east-1",region="eu-west-1",state="healthy"}`]: 0,
      [`{entry="us-east-1",region="eu-west-1",state="failed"}`]: 1,
    },
  },
  {
    title: "failover_events_per_hour are those of the last hour, by region",
    record: "nephoran:region:failover_events_per_hour",
    given: [counter(`nephoran_failover_events_total{region="eu-west-1",pod="a"}`, 0.001)],
    expected: { [`{entry="us-east-1",region="eu-west-1"}`]: 3.6 },
    windowSeconds: 3600,
  },
  {
    title: "sync_lag_seconds is the largest",
    record: "nephoran:region:sync_lag_seconds",
    given: [
      gauge(`nephoran_sync_lag_seconds{region="us-east-1",pod="a"}`, 2),
      gauge(`nephoran_sync_lag_seconds{region="us-east-1",pod="b"}`, 9),
    ],
    expected: { [own]: 9 },
  },
  {
    title: "residency_blocked_per_hour are those of the last hour",
    record: "nephoran:region:residency_blocked_per_hour",
    given: [counter(`nephoran_residency_blocked_total{region="us-east-1",pod="a"}`, 0.01)],
    expected: { [own]: 36 },
    windowSeconds: 3600,
  },
  {
    title: "autonomous is 1 as soon as one synchronizer says so",
    record: "nephoran:region:autonomous",
    given: [
      gauge(`nephoran_region_autonomous{region="us-east-1",pod="a"}`, 0),
      gauge(`nephoran_region_autonomous{region="us-east-1",pod="b"}`, 1),
    ],
    expected: { [own]: 1 },
  },
  {
    title: "certificate_expiry_seconds is that of the first to end, also once it has",
    record: "nephoran:region:certificate_expiry_seconds",
    given: [
      gauge(`nephoran_certificate_expiry_seconds{region="us-east-1",certificate="gateway"}`, -60),
      gauge(`nephoran_certificate_expiry_seconds{region="us-east-1",certificate="ca"}`, 86_400),
    ],
    expected: { [own]: -60 },
  },
];
