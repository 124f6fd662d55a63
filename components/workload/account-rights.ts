import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Labels } from "../labels";
import { namespaces } from "../region-base/namespaces";

type Rule = k8s.types.input.rbac.v1.PolicyRule;

export interface AccountRightsArgs {
  /** ServiceAccount in nephoran-global; also the name of the Role and its binding. */
  readonly account: string;
  readonly labels: Labels;
  /** Where it has the rights, and nowhere else. */
  readonly namespace: string;
  readonly rules: readonly Rule[];
}

/** What a workload may do in a namespace: the Role `${resource}-role` and the binding to its account. */
export function accountRights(
  resource: string,
  { account, labels, namespace, rules }: AccountRightsArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const metadata = { name: account, namespace, labels };
  return [
    new k8s.rbac.v1.Role(`${resource}-role`, { metadata, rules: [...rules] }, opts),
    new k8s.rbac.v1.RoleBinding(
      `${resource}-binding`,
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: account },
        subjects: [{ kind: "ServiceAccount", name: account, namespace: namespaces.global }],
      },
      opts,
    ),
  ];
}

/**
 * What it takes to agree by a Lease on which replica works. RBAC knows no names for what is yet to be
 * made.
 */
export const leaseRules = (lease: string): Rule[] => [
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create"] },
  {
    apiGroups: ["coordination.k8s.io"],
    resources: ["leases"],
    resourceNames: [lease],
    verbs: ["get", "update", "patch"],
  },
];
