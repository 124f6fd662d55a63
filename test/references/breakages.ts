import type { rules } from "./rules";

/** One object that is taken away from us-east-1, and what a rule then says of what referred to it. */
export interface Breakage {
  /** The object, as `Kind namespace/name`. */
  readonly without: string;
  readonly says: string;
}

const FRONT = "Deployment nephoran-system/llm-processor";
const GATEWAY = "Deployment nephoran-ingress/nephoran-gateway";
const NO_POD = "no pod that it selects";

/** Each rule is broken once, or one that sees nothing would be believed. */
export const breakages: Readonly<Record<keyof typeof rules, Breakage>> = {
  authorizationPolicies: {
    without: FRONT,
    says: "AuthorizationPolicy nephoran-ingress/admit-internal-callers: no pod that is us-east-1.nephoran.local/ns/nephoran-system/sa/llm-processor",
  },
  autoscalers: {
    without: FRONT,
    says: `HorizontalPodAutoscaler nephoran-system/llm-processor: no ${FRONT}`,
  },
  destinationRules: {
    without: "ServiceEntry nephoran-ingress/eu-west-1.nephoran.local",
    says: "DestinationRule nephoran-ingress/eu-west-1.nephoran.local: no host eu-west-1.nephoran.local",
  },
  disruptionBudgets: {
    without: FRONT,
    says: `PodDisruptionBudget nephoran-system/llm-processor: ${NO_POD}`,
  },
  envoyFilters: {
    without: GATEWAY,
    says: `EnvoyFilter nephoran-ingress/strip-token-headers: ${NO_POD}`,
  },
  gateways: { without: GATEWAY, says: `Gateway nephoran-ingress/public: ${NO_POD}` },
  meshSelectors: {
    without: GATEWAY,
    says: `RequestAuthentication nephoran-ingress/nephoran-gateway: ${NO_POD}`,
  },
  networkPolicies: {
    without: FRONT,
    says: `NetworkPolicy nephoran-system/llm-processor-to-nephoran-gateway: ${NO_POD}`,
  },
  podNeeds: {
    without: "ConfigMap nephoran-system/nephoran-regional-config",
    says: "Deployment nephoran-system/llm-processor-regional: no ConfigMap nephoran-system/nephoran-regional-config",
  },
  roleBindings: {
    without: "ServiceAccount istio-system/istiod",
    says: "ClusterRoleBinding istiod-clusterrole-istio-system: no ServiceAccount istio-system/istiod",
  },
  routes: {
    without: "Gateway nephoran-ingress/public",
    says: "VirtualService nephoran-system/global-traffic-routing: no Gateway nephoran-ingress/public",
  },
  services: { without: FRONT, says: `Service nephoran-system/llm-processor: ${NO_POD}` },
  webhooks: {
    without: "Service istio-system/istiod",
    says: "MutatingWebhookConfiguration istio-sidecar-injector: no Service istio-system/istiod",
  },
};
