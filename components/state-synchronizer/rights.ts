import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Labels } from "../labels";
import { namespaces } from "../region-base/namespaces";
import { accountRights, leaseRules } from "../workload/account-rights";
import { STATE_SYNCHRONIZER } from "./names";

/** What the synchronizer may do with intents: it deletes none. */
const intents: readonly k8s.types.input.rbac.v1.PolicyRule[] = [
  {
    apiGroups: ["nephoran.com"],
    resources: ["networkintents"],
    verbs: ["get", "list", "watch", "patch"],
  },
  { apiGroups: ["nephoran.com"], resources: ["networkintents/status"], verbs: ["get", "patch"] },
];

/** By which its replicas agree on who of them works. */
const lease = leaseRules(STATE_SYNCHRONIZER);

/** Lets the synchronizer do its work with the region's own API server, and nothing else. */
export function synchronizerRights(
  name: string,
  labels: Labels,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { system, global } = namespaces;
  const its = { account: STATE_SYNCHRONIZER, labels };
  return [
    ...accountRights(`${name}-intents`, { ...its, namespace: system, rules: intents }, opts),
    ...accountRights(`${name}-lease`, { ...its, namespace: global, rules: lease }, opts),
  ];
}
