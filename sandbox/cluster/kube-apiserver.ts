import { join } from "node:path";
import { type ComponentDefinition, flags, type RegionContext } from "./component";
import { httpsProbe } from "./health";
import { LOOPBACK, portOf } from "./ports";
import { REGION_FILE_NAMES } from "./state-files";

/**
 * The region's API server: RBAC and the admission plugins of a usual cluster, Pod Security and
 * ValidatingAdmissionPolicy among them, which are on by default, and webhooks where their pods run.
 * It makes its own serving certificate, which kubeconfigs then trust.
 */
export const kubeApiserver: ComponentDefinition = {
  process: ({ plan, files, binaries, auditLog, live }) => ({
    name: "kube-apiserver",
    command: binaries.kubeApiserver,
    workingDirectory: files.folder,
    environment: {},
    args: flags({
      "etcd-servers": `unix://${REGION_FILE_NAMES.etcdSocket}`,
      "bind-address": LOOPBACK,
      "secure-port": apiserverPort({ plan }),
      "cert-dir": REGION_FILE_NAMES.certificates,
      "advertise-address": plan.network.advertiseAddress,
      "service-cluster-ip-range": plan.network.serviceCidr,
      "allow-privileged": true,
      "authorization-mode": "Node,RBAC",
      "enable-admission-plugins": "NodeRestriction",
      ...(live
        ? {
            "egress-selector-config-file": join(__dirname, "egress-selector.yaml"),
            // By which kubelets of pods that run know it: the one certificate that it has.
            "kubelet-client-certificate": REGION_FILE_NAMES.servingCertificate,
            "kubelet-client-key": REGION_FILE_NAMES.servingKey,
          }
        : // What would answer them does not run: its pods are KWOK's.
          {
            "disable-admission-plugins": "MutatingAdmissionWebhook,ValidatingAdmissionWebhook",
          }),
      "token-auth-file": REGION_FILE_NAMES.tokens,
      "service-account-issuer": "https://kubernetes.default.svc.cluster.local",
      "service-account-key-file": REGION_FILE_NAMES.serviceAccountPublicKey,
      "service-account-signing-key-file": REGION_FILE_NAMES.serviceAccountKey,
      // A node's InternalDNS is localhost, where KWOK answers as the kubelet of all nodes.
      "kubelet-preferred-address-types": "InternalDNS",
      ...(auditLog
        ? {
            "audit-policy-file": join(__dirname, "audit-policy.yaml"),
            "audit-log-path": REGION_FILE_NAMES.auditLog,
          }
        : {}),
    }),
  }),
  probe: (context) => httpsProbe(context, apiserverPort(context), "/readyz"),
};

export function apiserverPort({ plan }: Pick<RegionContext, "plan">): number {
  return portOf(plan.portBase, plan.index, "kube-apiserver");
}

/** Where clients on this machine reach the region's API server. */
export function apiserverUrl(context: Pick<RegionContext, "plan">): string {
  return `https://${LOOPBACK}:${String(apiserverPort(context))}`;
}
