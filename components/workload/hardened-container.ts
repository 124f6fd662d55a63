import type * as k8s from "@pulumi/kubernetes";
import { UNPRIVILEGED_ID } from "./unprivileged-id";

type Container = k8s.types.input.core.v1.Container;

/** CPU (cores or millicores), memory and scratch space (bytes with a binary suffix). */
export interface ResourceAmounts {
  readonly cpu: string;
  readonly memory: string;
  readonly "ephemeral-storage": string;
}

export interface ContainerPort {
  readonly name: string;
  readonly containerPort: number;
  /** @default "TCP" */
  readonly protocol?: "TCP" | "UDP";
}

/** Paths on the port `http` by which a container tells how it is. */
export interface HttpProbes {
  /** Answers 2xx as long as a restart would not help. */
  readonly livenessPath: string;
  /** Answers 2xx while the container can take requests. */
  readonly readinessPath: string;
  /** Seconds that a start may take before liveness begins to count. @default 120 */
  readonly startupSeconds?: number;
  /** `HTTPS` where the container itself encrypts; nobody checks what it shows. @default "HTTP" */
  readonly scheme?: "HTTP" | "HTTPS";
}

/** Seconds that a start may take unless a container says more. */
export const DEFAULT_STARTUP_SECONDS = 120;

/** A container as its owner describes it; everything that hardens it is not theirs to say. */
export interface ContainerArgs {
  readonly name: string;
  /** Image with tag or digest. */
  readonly image: string;
  /** Program and arguments. @default the image's own */
  readonly command?: readonly string[];
  /** @default none */
  readonly ports?: readonly ContainerPort[];
  /** ConfigMap whose keys become environment variables. @default none */
  readonly configMap?: string;
  /** Variables that a ConfigMap cannot hold. @default none */
  readonly env?: readonly k8s.types.input.core.v1.EnvVar[];
  readonly requests: ResourceAmounts;
  readonly limits: ResourceAmounts;
  /** GPUs that the container has for itself. @default 0 */
  readonly gpus?: number;
  /** @default none, for what runs to an end */
  readonly probes?: HttpProbes;
  /** Besides `/tmp`. @default none */
  readonly volumeMounts?: readonly k8s.types.input.core.v1.VolumeMount[];
}

/** The resource that NVIDIA's device plugin offers. */
const GPU = "nvidia.com/gpu";

const STARTUP_PERIOD_SECONDS = 2;

/** A variable that tells a container something of its own pod. */
export const fromPod = (name: string, fieldPath: string): k8s.types.input.core.v1.EnvVar => ({
  name,
  valueFrom: { fieldRef: { fieldPath } },
});

/** A container without any right that it can do without. */
export function hardenedContainer(args: ContainerArgs): Container {
  const gpus = args.gpus === undefined || args.gpus === 0 ? {} : { [GPU]: String(args.gpus) };
  return {
    name: args.name,
    image: args.image,
    // A tag can be moved; only the registry knows what it names today.
    imagePullPolicy: "Always",
    ...(args.command && { command: [...args.command] }),
    ...(args.ports && { ports: args.ports.map((port) => ({ ...port })) }),
    ...(args.configMap && { envFrom: [{ configMapRef: { name: args.configMap } }] }),
    ...(args.env && { env: [...args.env] }),
    resources: {
      requests: { ...args.requests, ...gpus },
      limits: { ...args.limits, ...gpus },
    },
    ...(args.probes && probes(args.probes)),
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
    volumeMounts: [{ name: "scratch", mountPath: "/tmp" }, ...(args.volumeMounts ?? [])],
  };
}

function probes({
  livenessPath,
  readinessPath,
  startupSeconds = DEFAULT_STARTUP_SECONDS,
  scheme,
}: HttpProbes): Pick<Container, "livenessProbe" | "readinessProbe" | "startupProbe"> {
  return {
    livenessProbe: { ...httpGet(livenessPath, scheme), periodSeconds: 10, failureThreshold: 3 },
    readinessProbe: { ...httpGet(readinessPath, scheme), periodSeconds: 5, failureThreshold: 2 },
    startupProbe: {
      ...httpGet(livenessPath, scheme),
      periodSeconds: STARTUP_PERIOD_SECONDS,
      failureThreshold: Math.ceil(startupSeconds / STARTUP_PERIOD_SECONDS),
    },
  };
}

const httpGet = (path: string, scheme: HttpProbes["scheme"]): k8s.types.input.core.v1.Probe => ({
  httpGet: { path, port: "http", ...(scheme && { scheme }) },
  timeoutSeconds: 2,
});
