import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Region } from "../../config/topology";
import { regionLabels } from "../labels";
import { meshNamespaces } from "../region-base/namespaces";

/** By what other regions discover the services of this one. */
export interface ReaderCredentials {
  /** The API server's CA, as PEM; not secret. */
  readonly certificateAuthority: pulumi.Output<string>;
  readonly token: pulumi.Output<string>;
}

const READER = "nephoran-remote-reader";

/**
 * The identity by which other regions' meshes read what there is to discover here: services, their
 * endpoints, and what says how they are reached. Unlike the reader of Istio's own chart it sees no
 * Secrets, among which are the keys of this region's CAs. istiod goes on asking for them, and counts the
 * region as timed out, but discovers all the same.
 */
export function remoteReader(
  name: string,
  region: Region,
  opts: pulumi.CustomResourceOptions,
): ReaderCredentials {
  const labels = regionLabels(region);
  const namespace = meshNamespaces.istio;
  const account = new k8s.core.v1.ServiceAccount(
    `${name}-remote-reader`,
    { metadata: { name: READER, namespace, labels }, automountServiceAccountToken: false },
    opts,
  );
  new k8s.rbac.v1.ClusterRole(
    `${name}-remote-reader-role`,
    { metadata: { name: READER, labels }, rules: [...readRules] },
    opts,
  );
  const subjects = [{ kind: "ServiceAccount", name: READER, namespace }];
  const roleRef = (kind: string) => ({ apiGroup: "rbac.authorization.k8s.io", kind, name: READER });
  new k8s.rbac.v1.ClusterRoleBinding(
    `${name}-remote-reader-binding`,
    { metadata: { name: READER, labels }, roleRef: roleRef("ClusterRole"), subjects },
    opts,
  );
  new k8s.rbac.v1.Role(
    `${name}-remote-reader-settings-role`,
    { metadata: { name: READER, namespace, labels }, rules: [readSettings] },
    opts,
  );
  new k8s.rbac.v1.RoleBinding(
    `${name}-remote-reader-settings-binding`,
    { metadata: { name: READER, namespace, labels }, roleRef: roleRef("Role"), subjects },
    opts,
  );
  const token = new k8s.core.v1.Secret(
    `${name}-remote-reader-token`,
    {
      metadata: {
        name: `${READER}-token`,
        namespace,
        labels,
        annotations: {
          "kubernetes.io/service-account.name": READER,
          "pulumi.com/waitFor": "jsonpath={.data.token}",
        },
      },
      type: "kubernetes.io/service-account-token",
    },
    { ...opts, dependsOn: account },
  );
  const field = (key: string): pulumi.Output<string> =>
    token.data.apply((data) => Buffer.from(data[key] ?? "", "base64").toString("utf8"));
  return {
    certificateAuthority: pulumi.unsecret(field("ca.crt")),
    token: pulumi.secret(field("token")),
  };
}

const read = ["list", "watch"];

/** All that istiod looks at in a cluster that it discovers services in, but for Secrets. */
const readRules: readonly k8s.types.input.rbac.v1.PolicyRule[] = [
  { apiGroups: [""], resources: ["namespaces", "nodes", "pods", "services"], verbs: read },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: read },
  { apiGroups: ["networking.istio.io"], resources: ["workloadentries"], verbs: read },
  { apiGroups: ["gateway.networking.k8s.io"], resources: ["gateways"], verbs: read },
  { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions"], verbs: read },
];

/** The mesh's own settings, in Istio's namespace. */
const readSettings: k8s.types.input.rbac.v1.PolicyRule = {
  apiGroups: [""],
  resources: ["configmaps"],
  resourceNames: ["istio"],
  verbs: read,
};
