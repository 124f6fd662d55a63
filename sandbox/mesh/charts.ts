import type { CapturedResource } from "../../render/capture";
import { chartsOf } from "../../render/charts/chart";
import { type Helm, helmTemplate } from "../../render/charts/helm";
import { chartObjects } from "../../render/charts/output";
import type { Manifest } from "../../render/manifest";

/** The objects of every chart that the program makes, by the release's name. */
export async function objectsOfCharts(
  helm: Helm,
  resources: readonly CapturedResource[],
): Promise<ReadonlyMap<string, readonly Manifest[]>> {
  const made = chartsOf(resources).map(async (chart) => {
    const objects = chartObjects(await helmTemplate(helm, chart), `Chart ${chart.chart}`);
    return [chart.release, objects.map((object) => inNamespace(object, chart.namespace))] as const;
  });
  return new Map(await Promise.all(made));
}

/** Kinds of the charts that are of no namespace. */
const CLUSTER_WIDE =
  /^(Cluster.*|CustomResourceDefinition|(Mutating|Validating)Webhook.*|Namespace|PriorityClass)$/;

/** Helm leaves it to its installer where an object goes that does not say so. */
const inNamespace = (object: Manifest, namespace: string): Manifest =>
  object.metadata.namespace !== undefined || CLUSTER_WIDE.test(object.kind)
    ? object
    : { ...object, metadata: { ...object.metadata, namespace } };
