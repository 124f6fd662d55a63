import type { AllowedPort, AllowedRequests, NetworkAllow, PodPeer } from "./network-allow";

/** Two workloads that talk. Each end makes its policy of it, so that both say the same. */
export interface Connection {
  readonly from: string;
  readonly to: string;
  /** Ports of the target. */
  readonly ports: readonly AllowedPort[];
  /** What the target answers. @default anything */
  readonly request?: AllowedRequests;
  /** Why this has to be possible; both ends say it. */
  readonly reason: string;
}

/** @param podsOf who is meant by the name of a workload. */
export const connectionEnds = (podsOf: (workload: string) => PodPeer) => ({
  /** Lets the source out. */
  egressTo: ({ to, ports, reason }: Connection): NetworkAllow => ({
    name: `to-${to}`,
    direction: "egress",
    peer: podsOf(to),
    ports,
    reason,
  }),

  /** Lets the target be reached. */
  ingressFrom: ({ from, ports, request, reason }: Connection): NetworkAllow => ({
    name: `from-${from}`,
    direction: "ingress",
    peer: podsOf(from),
    ports,
    ...(request && { request }),
    reason,
  }),
});
