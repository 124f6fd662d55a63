import type { Exemption } from "../reading/exemption";

const cni = { kind: "DaemonSet", object: "kube-system/istio-cni-node" } as const;
const istiod = { kind: "Deployment", object: "istio-system/istiod" } as const;

/** Pods of this program and of Istio's charts, as far as they cannot be otherwise. */
export const podExemptions: readonly Exemption[] = [
  {
    ...cni,
    rules: [
      "pods-non-root",
      "pods-no-root-user",
      "pods-capabilities",
      "pods-no-privilege-escalation",
      "pods-app-armor",
      "pods-read-only-root",
    ],
    reason:
      "It sets up the network of pods in the node's own name spaces, which takes root there; in " +
      "return no pod of the mesh needs any right.",
  },
  {
    ...cni,
    rules: ["pods-no-host-paths", "pods-volume-types"],
    reason:
      "It puts its plug-in and its settings where the node's container runtime looks for them.",
  },
  {
    ...cni,
    rules: ["pods-liveness-probe"],
    reason:
      "Istio's chart gives it none: without it the node still runs, and a restart mends nothing.",
  },
  {
    ...cni,
    rules: ["pods-scratch-limit"],
    reason: "It writes to the node's own folders, which no limit of a pod counts.",
  },
  {
    ...istiod,
    rules: ["pods-liveness-probe"],
    reason: "Istio's chart gives it none: it ends by itself when it cannot go on.",
  },
  {
    kind: "StatefulSet",
    object: "nephoran-global/prometheus-global",
    rules: ["pods-two-replicas"],
    reason:
      "Regions write to it: a Service would split their samples over replicas. The second one is the other global control plane.",
  },
  {
    kind: "Deployment",
    object: "nephoran-global/grafana",
    rules: ["pods-two-replicas", "pods-disruption-budget"],
    reason: "It keeps its sessions itself, and only shows; without it alerts still go out.",
  },
  {
    kind: "Deployment",
    object: "nephoran-global/kube-state-metrics",
    rules: ["pods-two-replicas", "pods-disruption-budget"],
    reason:
      "Two would tell everything twice. Nobody calls its Service, which only tells the mesh that its port speaks HTTP.",
  },
];
