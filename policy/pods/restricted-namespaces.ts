import type { ResourceRule } from "../rule";
import { isKind, labelsOf } from "../reading/object";

const LABEL = "pod-security.kubernetes.io/enforce";

export const restrictedNamespaces: ResourceRule = {
  id: "pods-restricted-namespaces",
  family: "pods",
  kind: "resource",
  title: "Namespaces hold their pods to Pod Security `restricted`",
  why: "Policies before a deployment see this program's pods; the namespace's label holds everybody's.",
  fix: `Label the namespace ${LABEL}: restricted.`,
  level: "mandatory",
  example: `metadata:\n  labels:\n    ${LABEL}: restricted`,
  check(resource) {
    if (!isKind(resource, "", "Namespace")) return [];
    const level = labelsOf(resource)[LABEL];
    return level === "restricted"
      ? []
      : [`It holds its pods to ${level === undefined ? "nothing" : `\`${level}\``}.`];
  },
};
