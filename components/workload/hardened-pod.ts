import type * as k8s from "@pulumi/kubernetes";
import type { Labels } from "../labels";

type PodTemplate = k8s.types.input.core.v1.PodTemplateSpec;
type Container = k8s.types.input.core.v1.Container;

/** CPU (cores or millicores), memory and scratch space (bytes with a binary suffix). */
export interface ResourceAmounts {
  readonly cpu: string;
  readonly memory: string;
  readonly "ephemeral-storage": string;
}

/** A container as its owner describes it; everything that hardens it is not theirs to say. */
export interface ContainerArgs {
  readonly name: string;
  /** Image with tag or digest. */
  readonly image: string;
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  /** ConfigMap whose keys become environment variables. */
  readonly configMap: string;
  readonly requests: ResourceAmounts;
  readonly limits: ResourceAmounts;
  /** Answers 2xx as long as a restart would not help. */
  readonly livenessPath: string;
  /** Answers 2xx while the container can take requests. */
  readonly readinessPath: string;
}

export interface HardenedPodArgs {
  /** Selects the pod; also what its replicas are spread by. */
  readonly selector: Labels;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly serviceAccountName: string;
  /** Mounts a token of the API server. @default false */
  readonly needsApiToken?: boolean;
  /** Seconds between the order to stop and the kill. */
  readonly terminationGracePeriodSeconds: number;
  readonly container: ContainerArgs;
}

/**
 * User and group of every container. Above 10,000, so that it is no user of the node.
 */
const UNPRIVILEGED_ID = 10_001;

/**
 * A pod that satisfies Pod Security `restricted` by construction and goes beyond it: read-only root
 * file system, no API token unless asked for, replicas spread over zones and nodes.
 */
export function hardenedPod(args: HardenedPodArgs): PodTemplate {
  const selector = { matchLabels: { ...args.selector } };
  return {
    metadata: {
      labels: { ...args.labels, ...args.selector },
      annotations: { ...args.annotations },
    },
    spec: {
      serviceAccountName: args.serviceAccountName,
      automountServiceAccountToken: args.needsApiToken ?? false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: args.terminationGracePeriodSeconds,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: UNPRIVILEGED_ID,
        runAsGroup: UNPRIVILEGED_ID,
        fsGroup: UNPRIVILEGED_ID,
        seccompProfile: { type: "RuntimeDefault" },
      },
      // A dead zone must not keep its pods pending, so spreading is a wish. It still holds while
      // all zones live, since the scheduler has no reason to do otherwise.
      topologySpreadConstraints: [
        {
          topologyKey: "topology.kubernetes.io/zone",
          maxSkew: 1,
          whenUnsatisfiable: "ScheduleAnyway",
          labelSelector: selector,
        },
      ],
      affinity: {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 100,
              podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector: selector },
            },
          ],
        },
      },
      containers: [hardenedContainer(args.container)],
      volumes: [{ name: "scratch", emptyDir: {} }],
    },
  };
}

function hardenedContainer(args: ContainerArgs): Container {
  return {
    name: args.name,
    image: args.image,
    // A tag can be moved; only the registry knows what it names today.
    imagePullPolicy: "Always",
    ports: args.ports.map((port) => ({ ...port })),
    envFrom: [{ configMapRef: { name: args.configMap } }],
    resources: { requests: { ...args.requests }, limits: { ...args.limits } },
    livenessProbe: { ...httpGet(args.livenessPath), periodSeconds: 10, failureThreshold: 3 },
    readinessProbe: { ...httpGet(args.readinessPath), periodSeconds: 5, failureThreshold: 2 },
    // A slow start gets two minutes before liveness begins to count.
    startupProbe: { ...httpGet(args.livenessPath), periodSeconds: 2, failureThreshold: 60 },
    securityContext: {
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: UNPRIVILEGED_ID,
      runAsGroup: UNPRIVILEGED_ID,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    },
    volumeMounts: [{ name: "scratch", mountPath: "/tmp" }],
  };
}

const httpGet = (path: string): k8s.types.input.core.v1.Probe => ({
  httpGet: { path, port: "http" },
  timeoutSeconds: 2,
});
