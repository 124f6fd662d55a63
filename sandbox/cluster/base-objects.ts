import type { ApiClient, KubernetesObject } from "./api-client";
import { KWOK_USER } from "./credentials";

const RBAC = "/apis/rbac.authorization.k8s.io/v1";

const KWOK_ROLE: KubernetesObject = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name: KWOK_USER },
  rules: [
    { apiGroups: [""], resources: ["nodes", "services"], verbs: ["get", "list", "watch"] },
    {
      apiGroups: [""],
      resources: ["pods"],
      verbs: ["get", "list", "watch", "patch", "update", "delete"],
    },
    { apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: ["get", "list", "watch"] },
    {
      apiGroups: [""],
      resources: ["persistentvolumes"],
      verbs: ["get", "list", "watch", "create", "patch", "update", "delete"],
    },
    {
      apiGroups: [""],
      resources: [
        "nodes/status",
        "pods/status",
        "services/status",
        "persistentvolumeclaims/status",
      ],
      verbs: ["patch", "update"],
    },
    { apiGroups: ["batch"], resources: ["jobs"], verbs: ["get", "list"] },
    { apiGroups: [""], resources: ["events"], verbs: ["create", "patch", "update"] },
    {
      apiGroups: ["coordination.k8s.io"],
      resources: ["leases"],
      verbs: ["get", "list", "watch", "create", "patch", "update"],
    },
  ],
};

const KWOK_BINDING: KubernetesObject = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRoleBinding",
  metadata: { name: KWOK_USER },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: KWOK_USER },
  subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: KWOK_USER }],
};

/** As in clouds, a volume is made where its first pod is placed, and can grow; see stages/volumes.yaml. */
const STORAGE_CLASS: KubernetesObject = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: {
    name: "standard",
    annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
  },
  provisioner: "sandbox.nephoran.io/volume",
  reclaimPolicy: "Delete",
  volumeBindingMode: "WaitForFirstConsumer",
  allowVolumeExpansion: true,
};

/** What every region has before its nodes come: KWOK's rights and a default StorageClass. */
export async function ensureBaseObjects(api: ApiClient): Promise<void> {
  await Promise.all([
    api.apply(`${RBAC}/clusterroles`, KWOK_ROLE),
    api.apply(`${RBAC}/clusterrolebindings`, KWOK_BINDING),
    api.apply("/apis/storage.k8s.io/v1/storageclasses", STORAGE_CLASS),
  ]);
}
