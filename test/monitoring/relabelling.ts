/** A series by its labels, its name among them as `__name__`. */
export type Labels = Readonly<Record<string, string>>;

interface Step {
  readonly action: string;
  readonly source_labels?: readonly string[];
  readonly regex?: string;
  readonly target_label?: string;
}

/**
 * What Prometheus' relabelling makes of a series, as far as the actions here go; undefined if nothing.
 *
 * https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config
 *
 * @throws Error for an action that it does not know.
 */
export function relabelled(series: Labels, steps: readonly Step[]): Labels | undefined {
  let labels: Labels | undefined = series;
  for (const step of steps) {
    if (labels === undefined) return undefined;
    labels = applied(labels, step);
  }
  return labels;
}

function applied(labels: Labels, step: Step): Labels | undefined {
  // Prometheus holds an expression against the whole of a text.
  const regex = new RegExp(`^(?:${step.regex ?? "(.*)"})$`, "s");
  const source = (step.source_labels ?? []).map((label) => labels[label] ?? "").join(";");
  switch (step.action) {
    case "keep":
      return regex.test(source) ? labels : undefined;
    case "labelkeep":
      return Object.fromEntries(Object.entries(labels).filter(([label]) => regex.test(label)));
    case "replace":
      if (step.target_label === undefined) throw new Error("Nowhere to put it.");
      return { ...labels, [step.target_label]: source };
    default:
      throw new Error(`No rule here for the action ${step.action}.`);
  }
}
