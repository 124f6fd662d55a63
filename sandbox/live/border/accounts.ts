import type { ApiAccess, ApiClient, KubernetesObject } from "../../cluster/api-client";

const RBAC = "rbac.authorization.k8s.io/v1";

const NAMESPACE = "kube-system";

/** Longer than any sandbox runs; whoever has it gets another when it is started again. */
const TOKEN_SECONDS = 365 * 24 * 3_600;

const read = ["list", "watch"];

/** Who of a border reads what of a region, each as in a cluster. */
const ACCOUNTS = {
  /** Does what kube-proxy does, and resolves names as a sidecar would. */
  "kube-proxy": [
    { apiGroups: [""], resources: ["services"], verbs: read },
    { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: read },
    { apiGroups: ["networking.istio.io"], resources: ["serviceentries"], verbs: read },
  ],
  coredns: [
    { apiGroups: [""], resources: ["services", "pods", "namespaces"], verbs: read },
    { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: read },
  ],
} as const;

export type Account = keyof typeof ACCOUNTS;

/**
 * Makes sure that an account is there with its rights.
 *
 * @param admin who may do so, and where.
 * @returns access as the account.
 */
export async function accountAccess(
  api: ApiClient,
  admin: ApiAccess,
  account: Account,
): Promise<ApiAccess> {
  const core = `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`;
  const rbac = `/apis/${RBAC}`;
  const name = `sandbox:${account}`;
  await api.apply(core, {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: account },
  });
  const role: KubernetesObject = {
    apiVersion: RBAC,
    kind: "ClusterRole",
    metadata: { name },
    rules: ACCOUNTS[account],
  };
  await api.apply(`${rbac}/clusterroles`, role);
  await api.apply(`${rbac}/clusterrolebindings`, {
    apiVersion: RBAC,
    kind: "ClusterRoleBinding",
    metadata: { name },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
    subjects: [{ kind: "ServiceAccount", name: account, namespace: NAMESPACE }],
  });
  return { ...admin, token: await api.serviceAccountToken(NAMESPACE, account, TOKEN_SECONDS) };
}
