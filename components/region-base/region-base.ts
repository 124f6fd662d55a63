import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Region } from "../../config/topology";
import { type Labels, regionLabels } from "../labels";
import { typeTokens } from "../type-tokens";
import { type NephoranNamespace, namespaces } from "./namespaces";

export interface RegionBaseArgs {
  /** The region whose cluster this is. */
  readonly region: Region;
}

/**
 * The ground that a region stands on: both namespaces under Pod Security `restricted`, closed both
 * ways but for name resolution. Whatever else may talk is allowed by name where it is deployed.
 */
export class RegionBase extends pulumi.ComponentResource {
  readonly systemNamespace: k8s.core.v1.Namespace;
  readonly globalNamespace: k8s.core.v1.Namespace;

  constructor(name: string, args: RegionBaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.RegionBase, name, {}, opts);
    const labels = regionLabels(args.region);

    this.systemNamespace = this.closedNamespace(name, namespaces.system, labels);
    this.globalNamespace = this.closedNamespace(name, namespaces.global, labels);

    this.registerOutputs({
      systemNamespace: this.systemNamespace.metadata.name,
      globalNamespace: this.globalNamespace.metadata.name,
    });
  }

  private closedNamespace(
    name: string,
    namespace: NephoranNamespace,
    labels: Labels,
  ): k8s.core.v1.Namespace {
    const created = new k8s.core.v1.Namespace(
      `${name}-${namespace}`,
      { metadata: { name: namespace, labels: { ...labels, ...restrictedPodSecurity } } },
      { parent: this },
    );
    const within = { parent: this, dependsOn: created };

    new k8s.networking.v1.NetworkPolicy(
      `${name}-${namespace}-default-deny`,
      {
        metadata: { name: "default-deny", namespace, labels },
        spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
      },
      within,
    );
    new k8s.networking.v1.NetworkPolicy(
      `${name}-${namespace}-allow-dns`,
      {
        metadata: {
          name: "allow-dns",
          namespace,
          labels,
          annotations: { "nephoran.io/reason": "Every pod resolves names in the cluster's DNS." },
        },
        spec: {
          podSelector: {},
          policyTypes: ["Egress"],
          egress: [
            {
              to: [
                {
                  namespaceSelector: {
                    matchLabels: { "kubernetes.io/metadata.name": "kube-system" },
                  },
                  podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
                },
              ],
              ports: [
                { port: 53, protocol: "UDP" },
                { port: 53, protocol: "TCP" },
              ],
            },
          ],
        },
      },
      within,
    );
    return created;
  }
}

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
const restrictedPodSecurity: Labels = Object.fromEntries(
  ["enforce", "audit", "warn"].flatMap((mode) => [
    [`pod-security.kubernetes.io/${mode}`, "restricted"],
    [`pod-security.kubernetes.io/${mode}-version`, "latest"],
  ]),
);
