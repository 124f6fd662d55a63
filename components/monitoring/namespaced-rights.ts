import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Labels } from "../labels";
import { namespaces } from "../region-base/namespaces";

export interface NamespacedRightsArgs {
  /** ServiceAccount in nephoran-global; also the name of the Roles. */
  readonly account: string;
  readonly labels: Labels;
  /** Where it has the rights, and nowhere else. */
  readonly namespaces: readonly string[];
  readonly rules: readonly k8s.types.input.rbac.v1.PolicyRule[];
}

/** The same rights in several namespaces, a Role and its binding in each. */
export const namespacedRights = (
  name: string,
  { account, labels, namespaces: where, rules }: NamespacedRightsArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] =>
  where.flatMap((namespace) => {
    const metadata = { name: account, namespace, labels };
    const role = new k8s.rbac.v1.Role(
      `${name}-${namespace}`,
      { metadata, rules: [...rules] },
      opts,
    );
    return [
      role,
      new k8s.rbac.v1.RoleBinding(
        `${name}-${namespace}`,
        {
          metadata,
          roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: account },
          subjects: [{ kind: "ServiceAccount", name: account, namespace: namespaces.global }],
        },
        { ...opts, dependsOn: role },
      ),
    ];
  });
