import type * as k8s from "@pulumi/kubernetes";
import type { Labels } from "../labels";

/** Somebody that a workload may talk to, or be talked to by: pods of one namespace. */
export interface Peer {
  readonly namespace: string;
  readonly selector: Labels;
}

/** One hole in the default deny, with the reason for it. */
export interface NetworkAllow {
  /** Ends the policy's name after the workload's: `from-llm-processor`, `to-weaviate`. */
  readonly name: string;
  readonly direction: "ingress" | "egress";
  readonly peer: Peer;
  /** TCP port of the workload for ingress, of the peer for egress. */
  readonly port: number;
  /** Why this has to be possible; stands on the object as `nephoran.io/reason`. */
  readonly reason: string;
}

/** The NetworkPolicy spec that lets the selected pods through in one direction, to one peer. */
export function networkPolicySpec(
  selector: Labels,
  { direction, peer, port }: NetworkAllow,
): k8s.types.input.networking.v1.NetworkPolicySpec {
  const podSelector = { matchLabels: { ...selector } };
  const peers = [
    {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": peer.namespace } },
      podSelector: { matchLabels: { ...peer.selector } },
    },
  ];
  const ports = [{ port, protocol: "TCP" }];
  switch (direction) {
    case "ingress":
      return { podSelector, policyTypes: ["Ingress"], ingress: [{ from: peers, ports }] };
    case "egress":
      return { podSelector, policyTypes: ["Egress"], egress: [{ to: peers, ports }] };
  }
}
