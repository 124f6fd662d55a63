import { bindingOf } from "../reading/rights";
import { accessRule } from "./access-rule";

/** Roles of Kubernetes itself that reach Secrets, or rights. */
const admins: readonly string[] = ["cluster-admin", "admin", "edit", "system:masters"];

export const noAdminRoles = accessRule(
  {
    id: "access-no-admin-roles",
    title: "Nobody in the cluster is an administrator",
    why: "The roles of Kubernetes itself are for people, and all but `view` read every Secret.",
    fix: "Write a Role with the rights that are needed.",
    level: "mandatory",
    example:
      "roleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: state-synchronizer",
  },
  (resource) => {
    const binding = bindingOf(resource);
    if (binding === undefined) return [];
    return [binding.role, ...binding.subjects.map(({ name }) => name)]
      .filter((name) => admins.includes(name))
      .map((name) => `It makes administrators: ${name}.`);
  },
);
