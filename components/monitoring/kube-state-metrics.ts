import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../config/program-config";
import { foreignMetrics } from "../../monitoring/foreign-metrics";
import { regionLabels } from "../labels";
import { meshNamespaces, namespaces } from "../region-base/namespaces";
import { hardenedPod } from "../workload/hardened-pod";
import { serviceAccount } from "../workload/service-account";
import { rolloutTimeouts, selectorOf } from "../workload/workload";
import { workloadAllows } from "../workload/workload-allows";
import { namespacedRights } from "./namespaced-rights";
import { monitoring } from "./names";
import { METRICS_PORTS, scraped } from "./scraped";
import { scrapedService } from "./scraped-service";

/** Namespaces whose objects it tells of. */
const watched = [namespaces.system, namespaces.global, meshNamespaces.ingress];

/** What it reads, by API group; Secrets and ConfigMaps are not among it. */
const resources = {
  "": ["persistentvolumeclaims", "pods"],
  apps: ["deployments", "statefulsets"],
  batch: ["cronjobs", "jobs"],
} as const;

/** Port of its own health, which nothing else asks for, TCP. */
const TELEMETRY_PORT = 8081;

/** Mirror of the official image at the registry that all images come from. */
const IMAGE = "rancher/mirrored-kube-state-metrics-kube-state-metrics";

/** Tells the state of Kubernetes' objects as metrics, of our namespaces and by an allow-list alone. */
export function kubeStateMetrics(
  name: string,
  args: Pick<ProgramConfig, "region" | "release" | "kubeStateMetricsVersion">,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { region, release } = args;
  const app = monitoring.kubeStateMetrics;
  const namespace = namespaces.global;
  const selector = selectorOf(app);
  const labels = { ...regionLabels(region), "app.kubernetes.io/name": app };
  const metadata = { name: app, namespace, labels };

  const before = [
    serviceAccount(
      `${name}-service-account`,
      { ...metadata, pullSecrets: release.pullSecrets },
      opts,
    ),
    ...namespacedRights(
      name,
      {
        account: app,
        labels,
        namespaces: watched,
        rules: Object.entries(resources).map(([group, kinds]) => ({
          apiGroups: [group],
          resources: [...kinds],
          verbs: ["list", "watch"],
        })),
      },
      opts,
    ),
    ...workloadAllows(
      {
        workload: app,
        region: region.name,
        namespace,
        labels,
        selector,
        allows: [scraped(app, METRICS_PORTS.kubeStateMetrics)],
      },
      opts,
    ),
  ];
  return [
    scrapedService(
      `${name}-service`,
      { metadata, selector, port: METRICS_PORTS.kubeStateMetrics, targetPort: "http" },
      opts,
    ),
    new k8s.apps.v1.Deployment(
      `${name}-deployment`,
      {
        metadata,
        spec: {
          // Two would tell everything twice; the new one is there before the old one goes.
          replicas: 1,
          selector: { matchLabels: { ...selector } },
          strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
          template: hardenedPod({
            selector,
            labels,
            annotations: {},
            serviceAccountName: app,
            usesKubeApi: true,
            terminationGracePeriodSeconds: 30,
            container: {
              name: app,
              image: `${release.registry}/${IMAGE}:${args.kubeStateMetricsVersion}`,
              command: [
                "/kube-state-metrics",
                `--port=${METRICS_PORTS.kubeStateMetrics}`,
                `--telemetry-port=${TELEMETRY_PORT}`,
                `--namespaces=${watched.join(",")}`,
                `--resources=${Object.values(resources).flat().join(",")}`,
                `--metric-allowlist=${foreignMetrics.kubeStateMetrics.join(",")}`,
              ],
              ports: [{ name: "http", containerPort: METRICS_PORTS.kubeStateMetrics }],
              requests: { cpu: "50m", memory: "64Mi", "ephemeral-storage": "16Mi" },
              limits: { cpu: "500m", memory: "256Mi", "ephemeral-storage": "64Mi" },
              // `/livez` asks the API server, without which there is nothing to tell.
              probes: { livenessPath: "/healthz", readinessPath: "/livez" },
            },
          }),
        },
      },
      { ...opts, customTimeouts: rolloutTimeouts(600), dependsOn: before },
    ),
  ];
}
