import { createHash } from "node:crypto";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Region } from "../../config/topology";
import { type Labels, regionLabels } from "../labels";
import { typeTokens } from "../type-tokens";
import { hardenedPod, type ResourceAmounts } from "./hardened-pod";
import { type NetworkAllow, networkPolicySpec } from "./network-allow";

export interface WorkloadArgs {
  readonly region: Region;
  /** Namespace that all of it lives in. */
  readonly namespace: string;
  /** Image with tag or digest. */
  readonly image: string;
  /** Port of the container and of the Service, TCP, HTTP. */
  readonly port: number;
  /**
   * Bounds of the autoscaler, which alone decides how many replicas run. At least 2, so that one
   * can be evicted.
   */
  readonly replicas: { readonly minimum: number; readonly maximum: number };
  /** Settings as environment variables; a change rolls out the pods that read them. */
  readonly settings: Readonly<Record<string, string>>;
  /** Name of the ConfigMap that holds the settings. @default the workload's name */
  readonly configMapName?: string;
  readonly requests: ResourceAmounts;
  readonly limits: ResourceAmounts;
  readonly livenessPath: string;
  readonly readinessPath: string;
  /** Every connection that the default deny has to let through. */
  readonly allows: readonly NetworkAllow[];
}

/** Share of the requested CPU at which the autoscaler adds replicas, percent. */
const TARGET_CPU_UTILIZATION = 70;

/** Seconds that a stopping pod has for the requests it still holds. */
const TERMINATION_GRACE_SECONDS = 45;

/**
 * A stateless HTTP service, whole: identity, settings, hardened pods, Service, autoscaler,
 * disruption budget, and the only connections it may have. Object names are the workload's name.
 */
export class Workload extends pulumi.ComponentResource {
  /** `http://NAME.NAMESPACE.svc:PORT` */
  readonly url: string;
  readonly deployment: k8s.apps.v1.Deployment;

  constructor(name: string, args: WorkloadArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.Workload, name, {}, opts);
    const { namespace } = args;
    const selector = selectorOf(name);
    const labels = { ...regionLabels(args.region), "app.kubernetes.io/name": name };
    const metadata = { name, namespace, labels };
    const child = { parent: this };

    const serviceAccount = new k8s.core.v1.ServiceAccount(
      `${name}-service-account`,
      { metadata, automountServiceAccountToken: false },
      child,
    );
    const configMap = new k8s.core.v1.ConfigMap(
      `${name}-settings`,
      {
        metadata: { ...metadata, name: args.configMapName ?? name },
        data: { ...args.settings },
      },
      child,
    );
    const policies = args.allows.map(
      (allow) =>
        new k8s.networking.v1.NetworkPolicy(
          `${name}-${allow.name}`,
          {
            metadata: {
              ...metadata,
              name: `${name}-${allow.name}`,
              annotations: { "nephoran.io/reason": allow.reason },
            },
            spec: networkPolicySpec(selector, allow),
          },
          child,
        ),
    );

    this.deployment = new k8s.apps.v1.Deployment(
      `${name}-deployment`,
      {
        metadata,
        spec: {
          // No `replicas`: the autoscaler owns the field.
          selector: { matchLabels: { ...selector } },
          strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
          template: hardenedPod({
            selector,
            labels,
            annotations: { "nephoran.io/settings-checksum": checksum(args.settings) },
            serviceAccountName: name,
            terminationGracePeriodSeconds: TERMINATION_GRACE_SECONDS,
            container: {
              name,
              image: args.image,
              ports: [{ name: "http", containerPort: args.port }],
              configMap: args.configMapName ?? name,
              requests: args.requests,
              limits: args.limits,
              livenessPath: args.livenessPath,
              readinessPath: args.readinessPath,
            },
          }),
        },
      },
      { ...child, dependsOn: [serviceAccount, configMap, ...policies] },
    );

    new k8s.core.v1.Service(
      `${name}-service`,
      {
        metadata: {
          ...metadata,
          // The provider would sleep 10 s for endpoints; the Deployment is awaited, and it is they.
          annotations: { "pulumi.com/skipAwait": "true" },
        },
        spec: {
          selector: { ...selector },
          ports: [{ name: "http", port: args.port, targetPort: "http", appProtocol: "http" }],
        },
      },
      child,
    );
    new k8s.autoscaling.v2.HorizontalPodAutoscaler(
      `${name}-autoscaler`,
      {
        metadata,
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
          minReplicas: args.replicas.minimum,
          maxReplicas: args.replicas.maximum,
          metrics: [
            {
              type: "Resource",
              resource: {
                name: "cpu",
                target: { type: "Utilization", averageUtilization: TARGET_CPU_UTILIZATION },
              },
            },
          ],
        },
      },
      child,
    );
    new k8s.policy.v1.PodDisruptionBudget(
      `${name}-disruption-budget`,
      { metadata, spec: { maxUnavailable: 1, selector: { matchLabels: { ...selector } } } },
      child,
    );

    this.url = `http://${name}.${namespace}.svc:${args.port}`;
    this.registerOutputs({ url: this.url });
  }
}

/** Label that selects a workload's pods, and nothing else's. */
export const selectorOf = (workload: string): Labels => ({ app: workload });

/** Changes when a setting does, whatever the order of the keys. */
function checksum(settings: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 16);
}
