import type { Exemption } from "../reading/exemption";

/** Objects of this program and of Istio's charts, as far as they cannot be otherwise. */
export const meshExemptions: readonly Exemption[] = [
  {
    kind: "Namespace",
    object: "istio-system",
    rules: ["mesh-injection-on"],
    reason:
      "The mesh's control plane cannot be part of the mesh that it makes; NetworkPolicies close it.",
  },
  {
    kind: "Deployment",
    object: "istio-system/istiod",
    rules: ["mesh-no-opt-out"],
    reason: "The mesh's control plane cannot be part of the mesh that it makes.",
  },
  {
    kind: "DaemonSet",
    object: "kube-system/istio-cni-node",
    rules: ["mesh-no-opt-out"],
    reason: "It has to run before any pod of the node can be part of the mesh.",
  },
  {
    kind: "StatefulSet",
    object: "nephoran-global/prometheus-regional",
    rules: ["mesh-no-outbound-bypass"],
    reason:
      "It asks each pod by its address, which the mesh does not know, and shows the mesh's certificate itself.",
  },
  {
    kind: "Gateway",
    object: "istio-system/eastwest-gateway",
    rules: ["mesh-gateway-hosts"],
    reason:
      "Connections pass through it encrypted, each to the service that it is for; no residency zone has one.",
  },
  {
    kind: "EnvoyFilter",
    object: "nephoran-ingress/strip-token-headers",
    rules: ["mesh-known-filters"],
    reason: "It removes headers that only the gateway may set, before any token is looked at.",
  },
];
