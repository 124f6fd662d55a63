import { isKind } from "../reading/object";
import { isFor, RBAC, verbAmong } from "../reading/rights";
import { rightRule } from "./access-rule";

export const noClusterSecrets = rightRule(
  {
    id: "access-no-cluster-secrets",
    title: "Nobody reads the Secrets of the whole cluster",
    why: "Among them are the region's CA and every account's keys: to read them is to be everybody.",
    fix: "Make it a Role in the namespace where the Secret is, with its name in `resourceNames`.",
    level: "mandatory",
    example:
      'kind: Role\nrules:\n  - apiGroups: [""]\n    resources: [secrets]\n    resourceNames: [weaviate-api-key]\n    verbs: [get]',
  },
  (right, resource) => {
    if (!isKind(resource, RBAC, "ClusterRole") || !isFor(right, "", "secrets")) return undefined;
    const verb = verbAmong(right, "get", "list", "watch");
    return verb === undefined ? undefined : `lets Secrets be read in the whole cluster (${verb}).`;
  },
);
