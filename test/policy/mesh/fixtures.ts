import type { Fixture } from "../rule-cases";

const inNamespace =
  (group: string) =>
  (kind: string, name: string, spec: Record<string, unknown>, namespace = "nephoran-system") =>
    ({
      type: `kubernetes:${group}/v1:${kind}`,
      name: `${name}-${kind.toLowerCase()}`,
      inputs: { metadata: { name, namespace }, spec },
    }) satisfies Fixture;

/** Objects of Istio and of Kubernetes, by kind, name, spec and namespace. */
export const networkingOf = inNamespace("networking.istio.io");
export const securityOf = inNamespace("security.istio.io");
export const networkPolicy = inNamespace("networking.k8s.io");
export const core = inNamespace("core");

/** A namespace of the mesh. */
export const namespace: Fixture = {
  type: "kubernetes:core/v1:Namespace",
  name: "system",
  inputs: { metadata: { name: "nephoran-system", labels: { "istio-injection": "enabled" } } },
};

/** What the mesh as a whole is told, as the program asks for it. */
export const istiod: Fixture = {
  type: "kubernetes:helm.sh/v4:Chart",
  name: "mesh-istiod",
  inputs: {
    name: "istiod",
    values: {
      meshConfig: {
        enableAutoMtls: true,
        trustDomainAliases: ["us-west-2.nephoran.local"],
        outboundTrafficPolicy: { mode: "REGISTRY_ONLY" },
      },
    },
  },
};

/** The same, as the chart makes it. */
export const meshConfigMap = (mesh: string): Fixture => ({
  type: "kubernetes:core/v1:ConfigMap",
  name: "mesh-istiod:istio-system/istio",
  inputs: { metadata: { name: "istio", namespace: "istio-system" }, data: { mesh } },
});
