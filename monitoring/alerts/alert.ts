/** How soon somebody has to look: at once, or in working hours. */
export type Severity = "critical" | "warning";

/** Something that people are told of. Texts may use what Prometheus knows of the alert: `{{ $labels.region }}`. */
export interface Alert {
  /** In PascalCase; also the heading of its runbook. */
  readonly name: string;
  /** Answers a series for everything that is wrong, and nothing where there is no data. */
  readonly expression: string;
  /** How long that has to last, as Prometheus writes durations. */
  readonly lasting: string;
  readonly severity: Severity;
  /** One line for whoever is woken. */
  readonly summary: string;
  /** What it means and what was measured. */
  readonly description: string;
}

/** An alert as it stands in a rule file. */
export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: Severity };
  readonly annotations: {
    readonly summary: string;
    readonly description: string;
    readonly runbook_url: string;
  };
}

/** Page with a paragraph for each alert. A path: only whoever hosts the repository knows its URL. */
export const RUNBOOKS = "docs/dashboards-and-alerts.md";

/** An alert as Prometheus takes it: with its severity as a label, and the way to its runbook. */
export const alertingRule = ({
  name,
  expression,
  lasting,
  severity,
  summary,
  description,
}: Alert): AlertingRule => ({
  alert: name,
  expr: expression,
  for: lasting,
  labels: { severity },
  annotations: { summary, description, runbook_url: `${RUNBOOKS}#${name.toLowerCase()}` },
});
