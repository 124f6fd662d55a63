import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type Labels, REASON_ANNOTATION } from "../labels";

/** Pods of one namespace. */
export interface PodPeer {
  readonly namespace: string;
  readonly selector: Labels;
}

/** Networks in CIDR notation, outside of the cluster. */
export interface NetworkPeer {
  readonly cidrs: readonly string[];
}

/** Port that a connection goes to. */
export interface AllowedPort {
  readonly port: number;
  /** @default "TCP" */
  readonly protocol?: "TCP" | "UDP";
  /** Whether proxies carry it; the mesh leaves its own ports of metrics alone. @default true */
  readonly inMesh?: boolean;
}

/** HTTP requests, as AuthorizationPolicies name them; a path may end in `*`. */
export interface AllowedRequests {
  readonly methods: readonly string[];
  readonly paths: readonly string[];
}

/** One hole in the default deny, with the reason for it. */
export interface NetworkAllow {
  /** Ends the policy's name after the workload's: `from-llm-processor`, `to-weaviate`. */
  readonly name: string;
  readonly direction: "ingress" | "egress";
  /** Somebody that the workload may talk to, or be talked to by. */
  readonly peer: PodPeer | NetworkPeer;
  /** Ports of the workload for ingress, of the peer for egress. */
  readonly ports: readonly AllowedPort[];
  /** What those who come in may ask for. @default anything */
  readonly request?: AllowedRequests;
  /**
   * Names that whoever is in the networks is called by, in TLS. Proxies then let out to these names
   * alone, at the addresses that DNS gives them. @default whatever answers there
   */
  readonly hosts?: readonly [string, ...string[]];
  /** Why this has to be possible; stands on the object as `nephoran.io/reason`. */
  readonly reason: string;
}

/** HTTPS, TCP. */
const HTTPS_PORT = 443;

/** Lets a workload out to networks that are called by HTTPS. */
export const httpsTo = (name: string, cidrs: readonly string[], reason: string): NetworkAllow => ({
  name,
  direction: "egress",
  peer: { cidrs },
  ports: [{ port: HTTPS_PORT }],
  reason,
});

export interface NetworkAllowsArgs {
  /** Begins the policies' names. */
  readonly workload: string;
  readonly namespace: string;
  readonly labels: Labels;
  /** Pods that the policies are for. */
  readonly selector: Labels;
  readonly allows: readonly NetworkAllow[];
}

/** The policies that let a workload's pods have their connections, one for each. */
export function networkAllows(
  { workload, namespace, labels, selector, allows }: NetworkAllowsArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.networking.v1.NetworkPolicy[] {
  return allows.map(
    (allow) =>
      new k8s.networking.v1.NetworkPolicy(
        `${workload}-${allow.name}`,
        {
          metadata: {
            name: `${workload}-${allow.name}`,
            namespace,
            labels: { ...labels },
            annotations: { [REASON_ANNOTATION]: allow.reason },
          },
          spec: networkPolicySpec(selector, allow),
        },
        opts,
      ),
  );
}

function networkPolicySpec(
  selector: Labels,
  allow: NetworkAllow,
): k8s.types.input.networking.v1.NetworkPolicySpec {
  const podSelector = { matchLabels: { ...selector } };
  const peers = networkPeers(allow.peer);
  const ports = allow.ports.map(({ port, protocol = "TCP" }) => ({ port, protocol }));
  switch (allow.direction) {
    case "ingress":
      return { podSelector, policyTypes: ["Ingress"], ingress: [{ from: peers, ports }] };
    case "egress":
      return { podSelector, policyTypes: ["Egress"], egress: [{ to: peers, ports }] };
  }
}

/**
 * Somebody as a NetworkPolicy names them.
 *
 * @throws Error if there is no network.
 */
export function networkPeers(
  peer: PodPeer | NetworkPeer,
): k8s.types.input.networking.v1.NetworkPolicyPeer[] {
  if ("cidrs" in peer) {
    // A rule without peers is one for the whole world.
    if (peer.cidrs.length === 0) throw new Error("A network policy needs at least one network.");
    return peer.cidrs.map((cidr) => ({ ipBlock: { cidr } }));
  }
  return [
    {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": peer.namespace } },
      podSelector: { matchLabels: { ...peer.selector } },
    },
  ];
}
