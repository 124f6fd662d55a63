import { basename, resolve } from "node:path";
import { z } from "zod";
import type { CapturedResource } from "../capture";
import { visibleInputs } from "../manifest";

/** A Helm chart that a region's program asks for, with all that decides what it gives. */
export interface Chart {
  /** Name of the release. */
  readonly release: string;
  readonly namespace: string;
  /** A folder, an `oci://` address, or a name in `repository`. */
  readonly chart: string;
  readonly version?: string | undefined;
  /** URL of the Helm repository. */
  readonly repository?: string | undefined;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The type of a chart; without an engine nothing is known of what it gives. */
export const CHART_TYPE = "kubernetes:helm.sh/v4:Chart";

/** Strict: an input that nothing is made of here would make other objects than the engine does. */
const inputsSchema = z.strictObject({
  name: z.string(),
  namespace: z.string(),
  chart: z.string(),
  version: z.string().optional(),
  repositoryOpts: z.strictObject({ repo: z.string() }).optional(),
  values: z.record(z.string(), z.json()).default({}),
});

/**
 * The charts among a region's resources. A secret among their values is redacted.
 *
 * @throws Error if the inputs of one are not what they should be; for instance if a value is unknown
 * before the region is deployed, as then no preview shows the chart's objects.
 */
export const chartsOf = (resources: readonly CapturedResource[]): Chart[] =>
  resources.filter(({ type }) => type === CHART_TYPE).map(readChart);

function readChart({ name, inputs }: CapturedResource): Chart {
  const unknown = unknownPath(inputs);
  if (unknown !== undefined) {
    throw new Error(
      `Chart ${name} has a value that is unknown until deployed, ${unknown}: no preview would show ` +
        "its objects. Give charts plain values alone.",
    );
  }
  const result = inputsSchema.safeParse(visibleInputs(inputs, name));
  if (!result.success) {
    throw new Error(`Chart ${name} cannot be rendered.\n${z.prettifyError(result.error)}`);
  }
  const { name: release, repositoryOpts, ...chart } = result.data;
  return { ...chart, release, repository: repositoryOpts?.repo };
}

/** Where the folders of charts are. */
export interface ChartFolders {
  /** What relative paths of the configuration start from. */
  readonly project: string;
  /** Has the charts by their names, in place of wherever the configuration says they are. */
  readonly charts?: string | undefined;
}

/** A chart whose folder, if it comes from one, is an absolute path. */
export function located(chart: Chart, { project, charts }: ChartFolders): Chart {
  if (charts !== undefined) {
    const folder = resolve(charts, basename(chart.chart));
    return { ...chart, chart: folder, version: undefined, repository: undefined };
  }
  const isFolder = chart.repository === undefined && !chart.chart.includes("://");
  return isFolder ? { ...chart, chart: resolve(project, chart.chart) } : chart;
}

/**
 * What `helm` is called with to give a chart's objects. As with the engine, definitions are among
 * them, and hooks and tests are not.
 *
 * @param valuesFile holds the chart's values as JSON.
 */
export const helmArguments = (chart: Chart, valuesFile: string): string[] => [
  "template",
  chart.release,
  chart.chart,
  `--namespace=${chart.namespace}`,
  ...(chart.version === undefined ? [] : [`--version=${chart.version}`]),
  ...(chart.repository === undefined ? [] : [`--repo=${chart.repository}`]),
  `--values=${valuesFile}`,
  "--include-crds",
  "--no-hooks",
  "--skip-tests",
];

/** Where the first unknown value stands, `values.env.HOST` for instance. */
function unknownPath(value: unknown, path = ""): string | undefined {
  if (value === undefined) return path;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const found = unknownPath(item, path === "" ? key : `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
