import type { PolicyResource } from "../rule";
import { Field } from "./field";
import { includesLabels } from "./labels";
import { isKind, namespaceOf } from "./object";
import { isReplicated, type Pod, podLabels, podOf } from "./pods";

/** A workload that others reach by a Service. */
export interface ServingWorkload {
  readonly pod: Pod;
  /** The least number of pods that run: the autoscaler's minimum, or the fixed number. */
  readonly replicas: number;
}

/** Deployments and StatefulSets that a Service of the stack leads to. */
export function servingWorkloads(resources: readonly PolicyResource[]): ServingWorkload[] {
  const services = resources.filter((one) => isKind(one, "", "Service")).map(selectorOf);
  return resources.flatMap((resource) => {
    const pod = podOf(resource);
    if (pod === undefined || !isReplicated(pod)) return [];
    const labels = podLabels(pod);
    const isServing = services.some(
      ({ namespace, selector }) =>
        namespace === pod.namespace &&
        Object.keys(selector).length > 0 &&
        includesLabels(labels, selector),
    );
    return isServing ? [{ pod, replicas: replicasOf(pod, resources, "minReplicas") }] : [];
  });
}

/** Label that a StatefulSet's controller puts on each pod: a Service for one of them leads to it too. */
const POD_NAME = "statefulset.kubernetes.io/pod-name";

function selectorOf(service: PolicyResource) {
  const labels = Object.entries(Field.of(service).at("spec", "selector").textsByKey);
  return {
    namespace: namespaceOf(service),
    selector: Object.fromEntries(labels.filter(([key]) => key !== POD_NAME)),
  };
}

/**
 * Pods that a workload has at least or at most: by its autoscaler, or always the same number. Kubernetes
 * takes one replica where nothing is said.
 */
export function replicasOf(
  pod: Pod,
  resources: readonly PolicyResource[],
  bound: "minReplicas" | "maxReplicas",
): number {
  const scaler = autoscalerOf(pod, resources);
  const field =
    scaler === undefined
      ? Field.of(pod.resource).at("spec", "replicas")
      : Field.of(scaler).at("spec", bound);
  return field.number ?? 1;
}

/** The HorizontalPodAutoscaler that decides how many pods a workload has. */
export const autoscalerOf = (
  { kind, name, namespace }: Pod,
  resources: readonly PolicyResource[],
): PolicyResource | undefined =>
  resources
    .filter((one) => isKind(one, "autoscaling", "HorizontalPodAutoscaler"))
    .find((one) => {
      const target = Field.of(one).at("spec", "scaleTargetRef");
      return (
        namespaceOf(one) === namespace &&
        target.at("kind").text === kind &&
        target.at("name").text === name
      );
    });
