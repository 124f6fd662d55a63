import { isKind } from "../reading/object";
import { isFor, RBAC, verbAmong } from "../reading/rights";
import { rightRule } from "./access-rule";

export const secretsByName = rightRule(
  {
    id: "access-secrets-by-name",
    title: "Who reads Secrets reads those that are named",
    why: "Otherwise it also reads what somebody puts beside them tomorrow.",
    fix: "Name the Secrets in `resourceNames`, or mount them and drop the right.",
    level: "mandatory",
    example:
      'rules:\n  - apiGroups: [""]\n    resources: [secrets]\n    resourceNames: [weaviate-api-key]\n    verbs: [get]',
  },
  (right, resource) => {
    if (!isKind(resource, RBAC, "Role") || !isFor(right, "", "secrets")) return undefined;
    const verb = verbAmong(right, "get", "list", "watch");
    return verb === undefined || right.names.length > 0
      ? undefined
      : `lets every Secret of the namespace be read (${verb}).`;
  },
);
