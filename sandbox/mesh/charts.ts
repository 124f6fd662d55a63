import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import type { CapturedResource } from "../../render/capture";
import type { Manifest } from "../../render/manifest";

/** A chart from a folder, as the program asks for it. */
const chartSchema = z.object({
  chart: z.string().startsWith("/"),
  name: z.string(),
  namespace: z.string(),
  values: z.record(z.string(), z.unknown()),
});

/** Longest output of a chart: that of base, with all definitions of Istio. */
const OUTPUT_BYTES = 64 * 1024 * 1024;

/** The objects of every chart that the program makes, by the release's name, as helm makes them. */
export async function chartObjects(
  helm: string,
  resources: readonly CapturedResource[],
): Promise<ReadonlyMap<string, readonly Manifest[]>> {
  const charts = resources.filter(({ type }) => type === "kubernetes:helm.sh/v4:Chart");
  const made = charts.map(async ({ inputs }) => {
    const { chart, name, namespace, values } = chartSchema.parse(inputs);
    const args = ["template", name, chart, `--namespace=${namespace}`, "--include-crds"];
    const running = promisify(execFile)(helm, [...args, "--values=-"], { maxBuffer: OUTPUT_BYTES });
    running.child.stdin?.end(JSON.stringify(values));
    const documents = parseAllDocuments((await running).stdout);
    const objects = documents.flatMap((document) => {
      const object = document.toJS() as Manifest | null;
      return object === null ? [] : [inNamespace(object, namespace)];
    });
    return [name, objects] as const;
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
