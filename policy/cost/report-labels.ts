import { Field } from "../reading/field";
import { isKind, labelsOf } from "../reading/object";
import type { PolicyResource, ResourceRule } from "../rule";

export const reportLabels: ResourceRule = {
  id: "cost-report-labels",
  family: "cost",
  kind: "resource",
  title: "What costs something says whose it is",
  why: "Reports of cost sum up by labels; what has none is nobody's.",
  fix: "Add the labels that `costLabels` in the pack's configuration names.",
  level: "advisory",
  example: "metadata:\n  labels:\n    app.kubernetes.io/part-of: nephoran",
  check(resource, { config: { costLabels } }) {
    if (!costs(resource)) return [];
    const labels = labelsOf(resource);
    const missing = costLabels.filter((label) => !labels[label]);
    return missing.length === 0 ? [] : [`It lacks the label ${missing.join(", ")}.`];
  },
};

/** Workloads, volumes and load balancers. */
const costs = (resource: PolicyResource): boolean =>
  isKind(resource, "apps", "Deployment", "StatefulSet", "DaemonSet") ||
  isKind(resource, "batch", "Job", "CronJob") ||
  isKind(resource, "", "PersistentVolumeClaim") ||
  (isKind(resource, "", "Service") &&
    Field.of(resource).at("spec", "type").value === "LoadBalancer");
