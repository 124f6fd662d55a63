import {
  EASTWEST_GATEWAY,
  eastWestSelector,
  GATEWAY,
  gatewaySelector,
} from "../components/istio-mesh/names";
import type { Labels } from "../components/labels";
import { istiodPods } from "../components/region-base/istiod";
import { meshNamespaces } from "../components/region-base/namespaces";
import { isDiscovered } from "../components/istio-mesh/discovery";
import type { ProgramConfig } from "../config/program-config";
import type { Manifest } from "../render/manifest";

/**
 * Stand-ins for the workloads that Istio's charts make in a region's closed namespaces: without the
 * charts these are not rendered. Policies tell their pods by nothing but the labels here.
 */
export const chartWorkloads = ({
  region,
  topology,
  istio,
}: Pick<ProgramConfig, "region" | "topology" | "istio">): Manifest[] => [
  ...(istio.mode === "install"
    ? [workload("istiod", istiodPods.namespace, istiodPods.selector)]
    : []),
  workload(GATEWAY, meshNamespaces.ingress, gatewaySelector),
  ...(isDiscovered(region, topology.regions)
    ? [workload(EASTWEST_GATEWAY, meshNamespaces.istio, eastWestSelector)]
    : []),
];

const workload = (name: string, namespace: string, labels: Labels): Manifest => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace },
  spec: { template: { metadata: { labels }, spec: { containers: [] } } },
});
