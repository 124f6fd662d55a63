import type { Exemption } from "../reading/exemption";

const istiod = { kind: "ClusterRole", object: "istiod-clusterrole-istio-system" } as const;

const keysOfGateways =
  "Istio's chart: a gateway's certificates are Secrets of its own namespace, in which there is nothing else.";

/** Objects of this program and of Istio's charts, as far as they cannot be otherwise. */
export const accessExemptions: readonly Exemption[] = [
  {
    ...istiod,
    rules: ["access-no-wildcard-verbs", "access-no-wildcard-resources"],
    reason:
      "Istio's chart: istiod reads every kind of its own groups, and tells the state of Ingresses.",
  },
  {
    ...istiod,
    rules: ["access-no-cluster-secrets"],
    reason:
      "Istio's chart: istiod hands gateways their certificates, in whichever namespace they are. No other region's reader may.",
  },
  {
    kind: "Role",
    object: "istio-system/istiod",
    rules: ["access-secrets-by-name"],
    reason:
      "Istio's chart: istiod keeps its CA there, and finds the clusters of other regions by a label.",
  },
  {
    kind: "Role",
    object: "nephoran-ingress/nephoran-gateway",
    rules: ["access-secrets-by-name"],
    reason: keysOfGateways,
  },
  {
    kind: "Role",
    object: "istio-system/eastwest-gateway",
    rules: ["access-secrets-by-name"],
    reason:
      "Istio's chart: every gateway may read certificates beside it; this one terminates no TLS and uses none.",
  },
  {
    kind: "Secret",
    object: "istio-system/nephoran-remote-reader-token",
    rules: ["access-no-standing-tokens"],
    reason:
      "Other regions discover services with it; it may list what there is to discover, and no Secrets.",
  },
  {
    kind: "Secret",
    object: "nephoran-global/cockroachdb-client-root",
    rules: ["access-certificates-current"],
    reason:
      "The state store's root user sets it up, and is made to end within days; `nephoran pki` issues another when it is needed.",
  },
];
