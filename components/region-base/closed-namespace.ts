import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../config/program-config";
import {
  COMPLIANCE_MODE_LABEL,
  type Labels,
  NEEDS_KUBE_API_LABEL,
  REASON_ANNOTATION,
  regionLabels,
} from "../labels";
import { networkPeers, type PodPeer } from "../workload/network-allow";
import { KUBE_API_PORTS } from "./kube-api";
import { ISTIOD_PORTS, istiodPods, WHY_PROXIES_ASK } from "./istiod";

/** The part of the configuration that a namespace depends on. */
export type ClosedNamespaceConfig = Pick<
  ProgramConfig,
  "region" | "complianceMode" | "kubeApiCidrs" | "dnsCidrs"
>;

export interface ClosedNamespaceArgs extends ClosedNamespaceConfig {
  readonly namespace: string;
  /** True if its pods have a sidecar, or are gateways of the mesh. */
  readonly inMesh: boolean;
  /** True if its pods may ask by label for a way to the API server. */
  readonly kubeApiByLabel: boolean;
  /** @default none */
  readonly labels?: Labels;
}

/**
 * A namespace under Pod Security `restricted`, closed both ways but for name resolution, for the
 * mesh's control plane to whoever is part of it, and for the API server to pods that ask for it by
 * label, where they may.
 * Children are named `${name}-${namespace}…`.
 *
 * @param opts of the namespace itself; what is in it shares its parent alone.
 */
export function closedNamespace(
  name: string,
  args: ClosedNamespaceArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.Namespace {
  const { namespace, region, complianceMode, kubeApiCidrs, dnsCidrs } = args;
  const labels = regionLabels(region);
  const created = new k8s.core.v1.Namespace(
    `${name}-${namespace}`,
    {
      metadata: {
        name: namespace,
        labels: {
          ...labels,
          ...restrictedPodSecurity,
          [COMPLIANCE_MODE_LABEL]: complianceMode,
          ...(args.inMesh && { "istio-injection": "enabled" }),
          ...args.labels,
        },
      },
    },
    opts,
  );
  const policy = (
    policyName: string,
    reason: string | undefined,
    spec: k8s.types.input.networking.v1.NetworkPolicySpec,
  ) =>
    new k8s.networking.v1.NetworkPolicy(
      `${name}-${namespace}-${policyName}`,
      {
        metadata: {
          name: policyName,
          namespace,
          labels,
          ...(reason && { annotations: { [REASON_ANNOTATION]: reason } }),
        },
        spec,
      },
      { ...(opts.parent && { parent: opts.parent }), dependsOn: created },
    );

  policy("default-deny", undefined, { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  policy("allow-dns", "Every pod resolves names in the cluster's DNS.", {
    podSelector: {},
    policyTypes: ["Egress"],
    egress: [
      {
        to: [...networkPeers(clusterDns), ...(dnsCidrs ? networkPeers({ cidrs: dnsCidrs }) : [])],
        ports: [tcp(53), { port: 53, protocol: "UDP" }],
      },
    ],
  });
  if (args.kubeApiByLabel) {
    policy("allow-kube-api", "Pods that ask for it by label work with the API server.", {
      podSelector: { matchLabels: { [NEEDS_KUBE_API_LABEL]: "true" } },
      policyTypes: ["Egress"],
      egress: [{ to: networkPeers({ cidrs: kubeApiCidrs }), ports: KUBE_API_PORTS.map(tcp) }],
    });
  }
  if (args.inMesh) {
    policy("allow-istiod", WHY_PROXIES_ASK, {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [{ to: networkPeers(istiodPods), ports: [tcp(ISTIOD_PORTS.proxies)] }],
    });
  }
  return created;
}

const tcp = (port: number): k8s.types.input.networking.v1.NetworkPolicyPort => ({
  port,
  protocol: "TCP",
});

const clusterDns: PodPeer = { namespace: "kube-system", selector: { "k8s-app": "kube-dns" } };

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
const restrictedPodSecurity: Labels = Object.fromEntries(
  ["enforce", "audit", "warn"].flatMap((mode) => [
    [`pod-security.kubernetes.io/${mode}`, "restricted"],
    [`pod-security.kubernetes.io/${mode}-version`, "latest"],
  ]),
);
