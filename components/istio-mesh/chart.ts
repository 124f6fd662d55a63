import { existsSync } from "node:fs";
import { join } from "node:path";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { OperatorError } from "../../config/operator-error";
import type { Istio } from "../../config/mesh-config";
import type { Labels } from "../labels";

/** The official charts that a region is made with. */
export const charts = ["base", "cni", "istiod", "gateway"] as const;
export type ChartName = (typeof charts)[number];

/** A value of a chart; an output is none, for a chart with an unknown value has no objects at preview. */
export type ChartValue =
  string | number | boolean | readonly ChartValue[] | { readonly [key: string]: ChartValue };

export interface IstioChartArgs {
  readonly chart: ChartName;
  /** Name of the release, which the objects of some charts are named after. */
  readonly release: string;
  readonly namespace: string;
  readonly values: Readonly<Record<string, ChartValue>>;
}

/** One of Istio's official charts. Its objects are children, named `${resourceName}:…`. */
export function istioChart(
  resourceName: string,
  { charts: source }: Istio,
  { chart, release, namespace, values }: IstioChartArgs,
  opts: pulumi.ComponentResourceOptions,
): k8s.helm.v4.Chart {
  const from =
    "directory" in source
      ? { chart: join(source.directory, chart) }
      : source.repository.startsWith("oci://")
        ? { chart: `${source.repository}/${chart}`, version: source.version }
        : { chart, version: source.version, repositoryOpts: { repo: source.repository } };
  return new k8s.helm.v4.Chart(
    resourceName,
    { ...from, name: release, namespace, values: values as Record<string, unknown> },
    { ...opts, transforms: [takeBackWebhooks] },
  );
}

/**
 * As soon as istiod can check the mesh's objects, it has the API server refuse those that cannot be
 * checked. A new release starts without that again, which would be refused as a change of istiod's.
 */
const takeBackWebhooks: pulumi.ResourceTransform = ({ type, props, opts }) => {
  if (!type.endsWith(":ValidatingWebhookConfiguration")) return undefined;
  const { metadata } = props as { readonly metadata: { readonly annotations?: Labels } };
  return {
    props: {
      ...props,
      metadata: {
        ...metadata,
        annotations: { ...metadata.annotations, "pulumi.com/patchForce": "true" },
      },
    },
    opts,
  };
};

/**
 * Looks for the charts before anything is made, where they are on this machine; a repository is asked
 * by the preview itself.
 *
 * @throws OperatorError that names the folders which are missing.
 */
export function requireCharts({ mode, charts: source }: Istio): void {
  if (!("directory" in source)) return;
  const needed = charts.filter((chart) => mode === "install" || chart === "gateway");
  const missing = needed.filter(
    (chart) => !existsSync(join(source.directory, chart, "Chart.yaml")),
  );
  if (missing.length === 0) return;
  throw new OperatorError(
    `nephoran:istio.charts is ${source.directory}, in which there is no chart ${missing.join(", ")}; ` +
      `nothing was deployed. Put Istio's official charts there, each in a folder of its name ` +
      `(\`helm pull ${missing[0] ?? "base"} --repo URL --untar\`), or leave the setting out to have ` +
      `them fetched from nephoran:istio.repository.`,
  );
}
