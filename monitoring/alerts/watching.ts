import { PROMETHEUS_GLOBAL } from "../../components/monitoring/names";
import type { Topology } from "../../config/topology";
import { series } from "../rules/promql";
import type { Alert } from "./alert";

/** Jobs by which the global Prometheus scrapes the global control plane, itself among it. */
export const controlPlaneJobs = {
  prometheus: PROMETHEUS_GLOBAL,
  alertmanager: "alertmanager",
  grafana: "grafana",
} as const;

/** Metrics that the global control plane tells of itself, besides what regions write. */
export const controlPlaneMetrics = [
  "up",
  // https://prometheus.io/docs/practices/rules/
  "prometheus_rule_evaluation_failures_total",
  // https://github.com/prometheus/alertmanager/blob/main/notify/notify.go
  "alertmanager_notifications_failed_total",
] as const;

const own = (
  metric: (typeof controlPlaneMetrics)[number],
  ...jobs: readonly (keyof typeof controlPlaneJobs)[]
): string => {
  const names = jobs.map((job) => controlPlaneJobs[job]);
  const [name = "", ...others] = names;
  return series(metric, { job: others.length === 0 ? name : `=~${names.join("|")}` });
};

/** Longest that a region may write nothing; series of one that has stopped live on for 5 min. */
const SILENCE = "2m";

/** What would keep the other alerts from being raised, or from being heard. */
export const watchingAlerts = ({ regions }: Pick<Topology, "regions">): readonly Alert[] => [
  {
    name: "RegionSilent",
    // One for each region by name: what is not there cannot say of which region it is missing.
    expression: regions
      .map(
        ({ name }) =>
          `absent_over_time(${series("nephoran:region:heartbeat", { region: name })}[${SILENCE}])`,
      )
      .join(" or "),
    lasting: "1m",
    severity: "critical",
    summary: "Nothing is heard from {{ $labels.region }}",
    description:
      "{{ $labels.region }} has written no metrics for three minutes: the region, its Prometheus or the way here is down. What the other alerts say of it is nothing.",
  },
  {
    name: "RuleEvaluationFailing",
    expression: `increase(${own("prometheus_rule_evaluation_failures_total", "prometheus")}[5m]) > 0`,
    lasting: "5m",
    severity: "critical",
    summary: "Rules or alerts of all regions cannot be computed",
    description:
      "The global Prometheus cannot evaluate rules of {{ $labels.rule_group }}: alerts that depend on them stay silent.",
  },
  {
    name: "NotificationsFailing",
    expression: `sum by (integration) (increase(${own("alertmanager_notifications_failed_total", "alertmanager")}[5m])) > 0`,
    lasting: "5m",
    severity: "critical",
    summary: "Alerts do not reach anybody",
    description:
      "Alertmanager could not send alerts through {{ $labels.integration }}; this alert is only to be seen in Alertmanager and Grafana.",
  },
  {
    name: "ControlPlaneDown",
    expression: `${own("up", "prometheus", "alertmanager", "grafana")} == 0`,
    lasting: "5m",
    severity: "warning",
    summary: "{{ $labels.job }} of the global control plane does not answer",
    description: "{{ $labels.job }} at {{ $labels.instance }} has not answered for five minutes.",
  },
];
