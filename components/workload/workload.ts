import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Region } from "../../config/topology";
import { type Labels, regionLabels } from "../labels";
import { scraped } from "../monitoring/scraped";
import { typeTokens } from "../type-tokens";
import { secretsChecksum, settingsChecksum } from "./checksum";
import {
  DEFAULT_STARTUP_SECONDS,
  type HttpProbes,
  type ResourceAmounts,
} from "./hardened-container";
import { hardenedPod } from "./hardened-pod";
import type { NetworkAllow } from "./network-allow";
import { workloadAllows } from "./workload-allows";
import { serviceAccount } from "./service-account";

/** Where pods are wanted, beyond being spread. */
export interface Placement {
  /** Value of the label and taint `nephoran.io/node-pool` of preferred nodes. */
  readonly nodePool: string;
  /** Class that lets the pods go before others. */
  readonly priorityClassName: string;
}

export interface WorkloadArgs {
  readonly region: Region;
  /** Namespace that all of it lives in. */
  readonly namespace: string;
  /** Image with tag or digest. */
  readonly image: string;
  /** Secrets of the namespace that open the registry. */
  readonly pullSecrets: readonly string[];
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
  /** Secrets as files below {@link SECRETS_DIRECTORY}; a change rolls out the pods. @default none */
  readonly secrets?: {
    /** By file name. */
    readonly files: Readonly<Record<string, pulumi.Input<string>>>;
    /** Key of the checksum that tells the pods of a change. */
    readonly checksumKey: pulumi.Input<string>;
  };
  readonly requests: ResourceAmounts;
  readonly limits: ResourceAmounts;
  /** GPUs of each replica. @default 0 */
  readonly gpus?: number;
  readonly probes: HttpProbes;
  /** @default wherever there is room */
  readonly placement?: Placement;
  /** Every connection that the default deny has to let through, besides that of the metrics. */
  readonly allows: readonly NetworkAllow[];
}

/** Where a container finds its secrets, a file for each. */
export const SECRETS_DIRECTORY = "/secrets";

/** Share of the requested CPU at which the autoscaler adds replicas, percent. */
const TARGET_CPU_UTILIZATION = 70;

/** Seconds that a new pod may wait for a node and its image before it starts. */
const SCHEDULING_SECONDS = 600;

/** Seconds that a stopping pod has for the requests it still holds. */
const TERMINATION_GRACE_SECONDS = 45;

/**
 * A stateless HTTP service, whole: identity, settings, secrets, hardened pods, Service, autoscaler,
 * disruption budget, and the only connections it may have. Object names are the workload's name.
 */
export class Workload extends pulumi.ComponentResource {
  /** `http://NAME.NAMESPACE.svc:PORT` */
  readonly url: string;

  constructor(name: string, args: WorkloadArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.Workload, name, {}, opts);
    const { namespace, secrets } = args;
    const selector = selectorOf(name);
    const labels = { ...regionLabels(args.region), "app.kubernetes.io/name": name };
    const metadata = { name, namespace, labels };
    const child = { parent: this };
    const progressDeadlineSeconds =
      SCHEDULING_SECONDS + (args.probes.startupSeconds ?? DEFAULT_STARTUP_SECONDS);
    // One more pod would need GPUs that are not there.
    const rollingUpdate = args.gpus
      ? { maxSurge: 0, maxUnavailable: 1 }
      : { maxSurge: 1, maxUnavailable: 0 };

    const account = serviceAccount(
      `${name}-service-account`,
      { ...metadata, pullSecrets: args.pullSecrets },
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
    const secretName = `${name}-secrets`;
    const secret =
      secrets &&
      new k8s.core.v1.Secret(
        secretName,
        {
          metadata: { ...metadata, name: secretName },
          type: "Opaque",
          stringData: { ...secrets.files },
        },
        child,
      );
    const policies = workloadAllows(
      {
        workload: name,
        region: args.region.name,
        namespace,
        labels,
        selector,
        allows: [...args.allows, scraped(name, args.port)],
      },
      child,
    );

    new k8s.apps.v1.Deployment(
      `${name}-deployment`,
      {
        metadata,
        spec: {
          // No `replicas`: the autoscaler owns the field.
          selector: { matchLabels: { ...selector } },
          strategy: { type: "RollingUpdate", rollingUpdate },
          progressDeadlineSeconds,
          template: hardenedPod({
            selector,
            labels,
            annotations: {
              "nephoran.io/settings-checksum": settingsChecksum(args.settings),
              ...(secrets && {
                "nephoran.io/secrets-checksum": secretsChecksum(secrets.checksumKey, secrets.files),
              }),
            },
            serviceAccountName: name,
            terminationGracePeriodSeconds: TERMINATION_GRACE_SECONDS,
            ...args.placement,
            container: {
              name,
              image: args.image,
              ports: [{ name: "http", containerPort: args.port }],
              configMap: args.configMapName ?? name,
              requests: args.requests,
              limits: args.limits,
              gpus: args.gpus ?? 0,
              probes: args.probes,
              ...(secrets && {
                volumeMounts: [{ name: "secrets", mountPath: SECRETS_DIRECTORY, readOnly: true }],
              }),
            },
            ...(secrets && {
              volumes: [{ name: "secrets", secret: { secretName, defaultMode: 0o440 } }],
            }),
          }),
        },
      },
      {
        ...child,
        // The deadline above tells of a roll-out that does not move; one that moves may take its time.
        customTimeouts: rolloutTimeouts(args.replicas.maximum * progressDeadlineSeconds),
        dependsOn: [account, configMap, ...(secret ? [secret] : []), ...policies],
      },
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
          // Near first: a request stays in its zone while that zone can serve it.
          ...(args.placement && { trafficDistribution: "PreferSameZone" }),
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

/** How long the engine waits for a roll-out, s, whether it is the first one or a change. */
export const rolloutTimeouts = (seconds: number): pulumi.CustomTimeouts => ({
  create: `${seconds}s`,
  update: `${seconds}s`,
});

/** Label that selects a workload's pods, and nothing else's. */
export const selectorOf = (workload: string): Labels => ({ app: workload });
