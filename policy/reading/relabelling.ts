/** A series by its labels, `__name__` among them. */
export type Series = Readonly<Record<string, string>>;

/** A step of Prometheus' relabelling, as it stands in a configuration. */
export interface RelabelStep {
  readonly action?: string;
  readonly source_labels?: readonly string[];
  readonly separator?: string;
  readonly regex?: string | number | boolean;
  readonly target_label?: string;
  readonly replacement?: string;
}

/** A step that cannot be followed, which is refused rather than taken for one that does nothing. */
export class UnknownStep extends Error {
  override readonly name = "UnknownStep";
}

/**
 * What Prometheus makes of a series, step by step; `undefined` where it is left out.
 *
 * https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config
 *
 * @throws UnknownStep for an action that is not known here, or a regular expression that cannot be read.
 */
export function relabelled(series: Series, steps: readonly RelabelStep[]): Series | undefined {
  let labels: Series | undefined = series;
  for (const step of steps) {
    if (labels === undefined) return undefined;
    labels = afterStep(labels, step);
  }
  return labels;
}

function afterStep(labels: Series, step: RelabelStep): Series | undefined {
  const pattern = anchored(String(step.regex ?? "(.*)"));
  const source = (step.source_labels ?? [])
    .map((label) => labels[label] ?? "")
    .join(step.separator ?? ";");
  const target = step.target_label ?? "";
  const action = (step.action ?? "replace").toLowerCase();
  switch (action) {
    case "keep":
      return pattern.test(source) ? labels : undefined;
    case "drop":
      return pattern.test(source) ? undefined : labels;
    case "keepequal":
      return (labels[target] ?? "") === source ? labels : undefined;
    case "dropequal":
      return (labels[target] ?? "") === source ? undefined : labels;
    case "labelkeep":
      return filtered(labels, (label) => pattern.test(label));
    case "labeldrop":
      return filtered(labels, (label) => !pattern.test(label));
    case "replace":
      return replaced(labels, step, pattern, source);
    case "lowercase":
      return { ...labels, [target]: source.toLowerCase() };
    case "uppercase":
      return { ...labels, [target]: source.toUpperCase() };
    case "labelmap":
      return mapped(labels, pattern, step.replacement ?? "$1");
    default:
      throw new UnknownStep(`the action ${action} is not known`);
  }
}

const filtered = (labels: Series, keeps: (label: string) => boolean): Series =>
  Object.fromEntries(Object.entries(labels).filter(([label]) => keeps(label)));

function replaced(labels: Series, step: RelabelStep, pattern: RegExp, source: string): Series {
  if (!pattern.test(source)) return labels;
  const value = source.replace(pattern, template(step.replacement ?? "$1"));
  return { ...labels, [source.replace(pattern, template(step.target_label ?? ""))]: value };
}

const mapped = (labels: Series, pattern: RegExp, replacement: string): Series => ({
  ...labels,
  ...Object.fromEntries(
    Object.entries(labels)
      .filter(([label]) => pattern.test(label))
      .map(([label, value]) => [label.replace(pattern, template(replacement)), value]),
  ),
});

/** Prometheus writes ${1} and ${name} for what JavaScript writes $1 and $<name>. */
const template = (replacement: string): string =>
  replacement.replace(/\$\{(\d+)\}/g, "$$$1").replace(/\$\{(\w+)\}/g, "$$<$1>");

/** A regular expression counts for the whole value. */
function anchored(regex: string): RegExp {
  try {
    return new RegExp(`^(?:${regex})$`, "s");
  } catch {
    throw new UnknownStep(`the regular expression ${regex} cannot be read`);
  }
}

/** The alternatives of a regular expression at its outermost level: `a|b(c|d)` has two. */
export function alternatives(regex: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < regex.length; index += 1) {
    const letter = regex[index];
    if (letter === "\\") index += 1;
    else if (letter === "(" || letter === "[") depth += 1;
    else if (letter === ")" || letter === "]") depth -= 1;
    else if (letter === "|" && depth === 0) {
      found.push(regex.slice(start, index));
      start = index + 1;
    }
  }
  return [...found, regex.slice(start)];
}
