import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Labels } from "../labels";
import { namespaces } from "../region-base/namespaces";
import { STATE_SYNCHRONIZER } from "./names";

type Rule = k8s.types.input.rbac.v1.PolicyRule;

/** What the synchronizer may do with intents: it deletes none. */
const intents: readonly Rule[] = [
  {
    apiGroups: ["nephoran.com"],
    resources: ["networkintents"],
    verbs: ["get", "list", "watch", "patch"],
  },
  { apiGroups: ["nephoran.com"], resources: ["networkintents/status"], verbs: ["get", "patch"] },
];

/** By which its replicas agree on who of them works; RBAC knows no names for what is yet to be made. */
const lease: readonly Rule[] = [
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create"] },
  {
    apiGroups: ["coordination.k8s.io"],
    resources: ["leases"],
    resourceNames: [STATE_SYNCHRONIZER],
    verbs: ["get", "update", "patch"],
  },
];

/** Lets the synchronizer do its work with the region's own API server, and nothing else. */
export const synchronizerRights = (
  name: string,
  labels: Labels,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] => [
  ...granted(`${name}-intents`, namespaces.system, intents, labels, opts),
  ...granted(`${name}-lease`, namespaces.global, lease, labels, opts),
];

function granted(
  resource: string,
  namespace: string,
  rules: readonly Rule[],
  labels: Labels,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const metadata = { name: STATE_SYNCHRONIZER, namespace, labels };
  return [
    new k8s.rbac.v1.Role(`${resource}-role`, { metadata, rules: [...rules] }, opts),
    new k8s.rbac.v1.RoleBinding(
      `${resource}-binding`,
      {
        metadata,
        roleRef: {
          apiGroup: "rbac.authorization.k8s.io",
          kind: "Role",
          name: STATE_SYNCHRONIZER,
        },
        subjects: [
          { kind: "ServiceAccount", name: STATE_SYNCHRONIZER, namespace: namespaces.global },
        ],
      },
      opts,
    ),
  ];
}
