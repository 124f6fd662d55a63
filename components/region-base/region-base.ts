import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../config/program-config";
import {
  COMPLIANCE_MODE_LABEL,
  type Labels,
  NEEDS_KUBE_API_LABEL,
  REASON_ANNOTATION,
  regionLabels,
} from "../labels";
import { typeTokens } from "../type-tokens";
import { networkPeers, type PodPeer } from "../workload/network-allow";
import { type NephoranNamespace, namespaces } from "./namespaces";

/** The part of the configuration that the ground depends on. */
export type RegionBaseArgs = Pick<
  ProgramConfig,
  "region" | "complianceMode" | "kubeApiCidrs" | "dnsCidrs" | "protectStorage"
>;

/** Ports that API servers listen on: behind a load balancer, and themselves. */
const KUBE_API_PORTS = [443, 6443];

/**
 * The ground that a region stands on: both namespaces under Pod Security `restricted`, closed both
 * ways but for name resolution, and for the API server to pods that ask for it by label. Whatever
 * else may talk is allowed by name where it is deployed.
 */
export class RegionBase extends pulumi.ComponentResource {
  readonly systemNamespace: k8s.core.v1.Namespace;
  readonly globalNamespace: k8s.core.v1.Namespace;

  constructor(name: string, args: RegionBaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.RegionBase, name, {}, opts);

    this.systemNamespace = this.closedNamespace(name, namespaces.system, args);
    this.globalNamespace = this.closedNamespace(name, namespaces.global, args);

    this.registerOutputs({
      systemNamespace: this.systemNamespace.metadata.name,
      globalNamespace: this.globalNamespace.metadata.name,
    });
  }

  private closedNamespace(
    name: string,
    namespace: NephoranNamespace,
    { region, complianceMode, kubeApiCidrs, dnsCidrs, protectStorage }: RegionBaseArgs,
  ): k8s.core.v1.Namespace {
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
          },
        },
      },
      // With it would go the claims in it, however well they are held.
      { parent: this, protect: protectStorage },
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
        { parent: this, dependsOn: created },
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
    policy("allow-kube-api", "Pods that ask for it by label work with the API server.", {
      podSelector: { matchLabels: { [NEEDS_KUBE_API_LABEL]: "true" } },
      policyTypes: ["Egress"],
      egress: [
        {
          to: networkPeers({ cidrs: kubeApiCidrs }),
          ports: KUBE_API_PORTS.map(tcp),
        },
      ],
    });
    return created;
  }
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
