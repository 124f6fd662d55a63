import { labelsOf } from "../reading/object";
import { meshRule } from "./mesh-rule";

export const injectionOn = meshRule(
  "",
  "Namespace",
  {
    id: "mesh-injection-on",
    title: "Pods of every namespace are part of the mesh",
    why: "Without a sidecar a pod has no identity: nobody can name it, and it answers in plain text.",
    fix: "Label the namespace `istio-injection: enabled`.",
    level: "mandatory",
    example: "metadata:\n  labels:\n    istio-injection: enabled",
  },
  (_, __, resource) =>
    labelsOf(resource)["istio-injection"] === "enabled"
      ? []
      : ["Its pods are not part of the mesh."],
);
