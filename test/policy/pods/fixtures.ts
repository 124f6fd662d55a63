import type { Fixture } from "../rule-cases";

/** The way to the pods of a Deployment. */
export const POD = ["spec", "template", "spec"] as const;

/** The way to the only container of these pods. */
export const CONTAINER = [...POD, "containers", 0] as const;

const container = {
  name: "app",
  image: "docker.io/nephoran/app:1.2.3",
  ports: [{ name: "http", containerPort: 8080 }],
  resources: {
    requests: { cpu: "100m", memory: "64Mi" },
    limits: { memory: "64Mi", "ephemeral-storage": "64Mi" },
  },
  livenessProbe: { httpGet: { path: "/healthz", port: "http" } },
  readinessProbe: { httpGet: { path: "/readyz", port: "http" } },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: 10001,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  },
};

/** A Deployment that no rule has anything against. */
export const deployment: Fixture = {
  type: "kubernetes:apps/v1:Deployment",
  name: "app",
  inputs: {
    metadata: {
      name: "app",
      namespace: "shop",
      labels: { "app.kubernetes.io/part-of": "nephoran" },
    },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: "app" } },
      template: {
        metadata: { labels: { app: "app" }, annotations: {} },
        spec: {
          serviceAccountName: "app",
          automountServiceAccountToken: false,
          topologySpreadConstraints: [
            {
              topologyKey: "topology.kubernetes.io/zone",
              labelSelector: { matchLabels: { app: "app" } },
            },
          ],
          containers: [container],
          volumes: [{ name: "scratch", emptyDir: {} }],
        },
      },
    },
  },
};

const inShop = (type: string, name: string, spec: Record<string, unknown>): Fixture => ({
  type: `kubernetes:${type}`,
  name,
  inputs: { metadata: { name, namespace: "shop" }, spec },
});

/** What leads to the Deployment. */
export const service = inShop("core/v1:Service", "app-service", { selector: { app: "app" } });

/** What keeps its pods from being evicted all at once. */
export const budget = inShop("policy/v1:PodDisruptionBudget", "app-budget", {
  maxUnavailable: 1,
  selector: { matchLabels: { app: "app" } },
});
