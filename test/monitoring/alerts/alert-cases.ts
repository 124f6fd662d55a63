import type { AlertCase, Told } from "./alert-case";
import { always, heartbeats } from "./case-series";
import { stateStoreCases } from "./state-store-cases";
import { steeringCases } from "./steering-cases";

const success = (region: string, ratio: number, count: number): Record<string, string> => ({
  [`nephoran:region:success_ratio{region="${region}"}`]: always(ratio),
  [`nephoran:region:success_count{region="${region}"}`]: always(count),
});

const traffic = (
  region: string,
  rate: number,
  capacity: number,
  full: number,
): Record<string, string> => ({
  [`nephoran:region:request_rate{region="${region}"}`]: always(rate),
  [`nephoran:region:intent_capacity{region="${region}"}`]: always(capacity),
  [`nephoran:region:utilisation{region="${region}",resource="intents"}`]: always(full),
});

const failovers = (entry: string, region: string, perHour: number): Record<string, string> => ({
  [`nephoran:region:failover_events_per_hour{entry="${entry}",region="${region}"}`]:
    always(perHour),
});

const takenAsFailed = (entry: string, region: string, value: 0 | 1): Record<string, string> => ({
  [`nephoran:region:state{entry="${entry}",region="${region}",state="failed"}`]: always(value),
});

const outage = (region: string, cause: string): Told => ({
  labels: { region, cause },
  summary: `${region} does not serve as it should`,
  description: `${region} is degraded or out: ${cause}.`,
});

const silent = (region: string): Told => ({
  labels: { region },
  summary: `Nothing is heard from ${region}`,
  description: `${region} has written no metrics for three minutes: the region, its Prometheus or the way here is down. What the other alerts say of it is nothing.`,
});

const ruleFailures = (job: string): string =>
  `prometheus_rule_evaluation_failures_total{job="${job}",instance="p:9090",rule_group="nephoran-global"}`;

const lostNotifications = (replica: number): string =>
  `alertmanager_notifications_failed_total{job="alertmanager",instance="a-${replica}:9093",integration="webhook",reason="clientError"}`;

/** Regions of the topology that alerts are made for here. */
export const caseRegions = ["a", "b", "c"] as const;

/** Cases by alert: the first of each fires. */
export const alertCases: Readonly<Record<string, readonly [AlertCase, ...AlertCase[]]>> = {
  GlobalSuccessRateLow: [
    {
      title: "fires after two minutes below 95 %, each region counted by its attempts",
      series: {
        ...heartbeats("a", "b"),
        // (0.90 × 300 + 0.98 × 100) / 400 = 0.92, where a mean of the two would be 0.94.
        ...success("a", 0.9, 300),
        ...success("b", 0.98, 100),
      },
      moments: {
        "1m30s": [],
        "3m": [
          {
            labels: {},
            summary: "Fewer than 95 % of all attempts succeed",
            description:
              "92% of the attempts in all regions succeed; 95 % is the least that is promised.",
          },
        ],
      },
    },
    {
      title: "is silent at 96 %, though one region is far below",
      series: {
        ...heartbeats("a", "b"),
        ...success("a", 0.5, 20),
        ...success("b", 0.9837, 380),
      },
      moments: { "20m": [] },
    },
  ],
  RegionalOutage: [
    {
      title: "fires for a region that fails requests, and for no other",
      series: {
        ...heartbeats("a", "b"),
        ...success("a", 0.94, 10),
        ...success("b", 0.95, 10),
      },
      moments: { "45s": [], "2m": [outage("a", "fewer than 95 % of its attempts succeed")] },
    },
    {
      title: "fires for a region without processors",
      series: {
        ...heartbeats("a", "b"),
        'nephoran:region:processors_available{region="a"}': always(0),
        'nephoran:region:processors_available{region="b"}': always(1),
      },
      moments: { "45s": [], "2m": [outage("a", "it has no processor that takes requests")] },
    },
    {
      title: "fires for a region that most entries take to be failed",
      series: {
        ...heartbeats("a", "b", "c"),
        ...takenAsFailed("a", "c", 1),
        ...takenAsFailed("b", "c", 1),
        ...takenAsFailed("c", "c", 0),
      },
      moments: { "45s": [], "2m": [outage("c", "most entries take it to be failed")] },
    },
    {
      title: "is silent when one entry of three takes the others to be failed",
      series: {
        ...heartbeats("a", "b", "c"),
        ...takenAsFailed("a", "b", 1),
        ...takenAsFailed("a", "c", 1),
        ...takenAsFailed("b", "c", 0),
        ...takenAsFailed("c", "b", 0),
      },
      moments: { "20m": [] },
    },
    {
      title: "takes a region's two replicas for one, and the one that still hears for right",
      series: {
        ...heartbeats("a"),
        'nephoran:region:processors_available{region="a",replica="0"}': always(0),
        'nephoran:region:processors_available{region="a",replica="1"}': always(3),
      },
      moments: { "20m": [] },
    },
  ],
  TrafficImbalance: [
    {
      title:
        "fires after 15 min for a busy region with 30 points more of the traffic than capacity",
      series: {
        ...heartbeats("a", "b"),
        ...traffic("a", 80, 100, 0.6),
        ...traffic("b", 20, 100, 0.6),
      },
      moments: {
        "14m": [],
        "17m": [
          {
            labels: { region: "a" },
            summary: "a carries much more than its share",
            description:
              "a is more than half full, and its part of all requests is 30% above its part of all capacity.",
          },
        ],
      },
    },
    {
      title: "is silent while there is room",
      series: {
        ...heartbeats("a", "b"),
        ...traffic("a", 80, 100, 0.5),
        ...traffic("b", 20, 100, 0.6),
      },
      moments: { "25m": [] },
    },
    {
      title: "is silent when the capacity is as uneven",
      series: {
        ...heartbeats("a", "b"),
        ...traffic("a", 80, 300, 0.9),
        ...traffic("b", 20, 100, 0.9),
      },
      moments: { "25m": [] },
    },
  ],
  HighFailoverRate: [
    {
      title: "fires after five minutes of more than two failovers an hour for each entry",
      series: {
        ...heartbeats("a", "b", "c"),
        ...failovers("a", "c", 4),
        ...failovers("b", "c", 3),
      },
      moments: {
        "4m30s": [],
        "6m": [
          {
            labels: {},
            summary: "Regions are taken out of the traffic again and again",
            description:
              "7 times in the last hour entries took a region out by themselves, more than twice for each entry.",
          },
        ],
      },
    },
    {
      title: "is silent at two for each",
      series: {
        ...heartbeats("a", "b", "c"),
        ...failovers("a", "c", 4),
        ...failovers("b", "c", 2),
      },
      moments: { "20m": [] },
    },
  ],
  ...steeringCases,
  ...stateStoreCases,
  RegionSilent: [
    {
      title: "fires three minutes after a region's last sample, while its series still answer",
      series: {
        ...heartbeats("a", "b"),
        // The last sample is at 5 min.
        'nephoran:region:heartbeat{region="c"}': "0+15x20",
      },
      moments: { "7m45s": [], "8m30s": [silent("c")], "20m": [silent("c")] },
    },
    {
      title: "ends when the region is heard again",
      series: {
        ...heartbeats("a", "b"),
        'nephoran:region:heartbeat{region="c"}': "0+15x20 _x39 900+15x59",
      },
      moments: { "14m": [silent("c")], "16m": [] },
    },
    {
      title: "fires for every region when nothing is heard at all",
      series: {},
      moments: { "30s": [], "2m": ["a", "b", "c"].map(silent) },
    },
  ],
  RuleEvaluationFailing: [
    {
      title: "fires after five minutes of failures of the global Prometheus",
      series: { [ruleFailures("prometheus-global")]: "0+1x120" },
      moments: {
        "4m": [],
        "7m": [
          {
            labels: {
              job: "prometheus-global",
              instance: "p:9090",
              rule_group: "nephoran-global",
            },
            summary: "Rules or alerts of all regions cannot be computed",
            description:
              "The global Prometheus cannot evaluate rules of nephoran-global: alerts that depend on them stay silent.",
          },
        ],
      },
    },
    {
      title: "is silent about failures of long ago, and of somebody else",
      series: {
        [ruleFailures("prometheus-global")]: always(7),
        [ruleFailures("prometheus-regional")]: "0+1x120",
      },
      moments: { "20m": [] },
    },
  ],
  NotificationsFailing: [
    {
      title: "fires after five minutes in which alerts could not be sent",
      series: { [lostNotifications(0)]: "0+1x120", [lostNotifications(1)]: always(0) },
      moments: {
        "4m": [],
        "7m": [
          {
            labels: { integration: "webhook" },
            summary: "Alerts do not reach anybody",
            description:
              "Alertmanager could not send alerts through webhook; this alert is only to be seen in Alertmanager and Grafana.",
          },
        ],
      },
    },
    {
      title: "is silent when nothing is lost",
      series: { [lostNotifications(0)]: always(3), [lostNotifications(1)]: always(0) },
      moments: { "20m": [] },
    },
  ],
  ControlPlaneDown: [
    {
      title: "fires after five minutes without an answer",
      series: {
        'up{job="grafana",instance="g:3000"}': always(0),
        'up{job="alertmanager",instance="a-0:9093"}': always(1),
      },
      moments: {
        "4m30s": [],
        "6m": [
          {
            labels: { job: "grafana", instance: "g:3000" },
            summary: "grafana of the global control plane does not answer",
            description: "grafana at g:3000 has not answered for five minutes.",
          },
        ],
      },
    },
    {
      title: "is silent about what regions scrape",
      series: { 'up{job="weaviate",instance="w:2112"}': always(0) },
      moments: { "20m": [] },
    },
  ],
};
