import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type Labels, NEEDS_KUBE_API_LABEL, NODE_POOL_LABEL } from "../labels";
import { hardenedContainer, type ContainerArgs } from "./hardened-container";
import { UNPRIVILEGED_ID } from "./unprivileged-id";

type PodTemplate = k8s.types.input.core.v1.PodTemplateSpec;
type Volume = k8s.types.input.core.v1.Volume;

export interface HardenedPodArgs {
  /** Selects the pod; also what its replicas are spread by. */
  readonly selector: Labels;
  readonly labels: Labels;
  /** Change with whatever a running pod reads only once. */
  readonly annotations: Readonly<Record<string, pulumi.Input<string>>>;
  readonly serviceAccountName: string;
  /** Seconds between the order to stop and the kill. */
  readonly terminationGracePeriodSeconds: number;
  readonly container: ContainerArgs;
  /** What the container mounts besides `/tmp`. @default none */
  readonly volumes?: readonly Volume[];
  /** Value of the label and taint `nephoran.io/node-pool` of preferred nodes. @default none */
  readonly nodePool?: string;
  /** @default the cluster's default */
  readonly priorityClassName?: string;
  /** `Never` for what runs to an end. @default "Always" */
  readonly restartPolicy?: "Always" | "Never";
  /** Whether it works with the API server: it has a token, and its network a way there. @default false */
  readonly usesKubeApi?: boolean;
}

/**
 * A pod that satisfies Pod Security `restricted` by construction and goes beyond it: read-only root
 * file system, no API token unless it is asked for, replicas spread over zones and nodes.
 */
export function hardenedPod(args: HardenedPodArgs): PodTemplate {
  const { nodePool, priorityClassName, usesKubeApi = false } = args;
  return {
    metadata: {
      labels: {
        ...args.labels,
        ...args.selector,
        ...(usesKubeApi && { [NEEDS_KUBE_API_LABEL]: "true" }),
      },
      annotations: { ...args.annotations },
    },
    spec: {
      serviceAccountName: args.serviceAccountName,
      automountServiceAccountToken: usesKubeApi,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: args.terminationGracePeriodSeconds,
      ...(args.restartPolicy && { restartPolicy: args.restartPolicy }),
      securityContext: {
        runAsNonRoot: true,
        runAsUser: UNPRIVILEGED_ID,
        runAsGroup: UNPRIVILEGED_ID,
        fsGroup: UNPRIVILEGED_ID,
        fsGroupChangePolicy: "OnRootMismatch",
        seccompProfile: { type: "RuntimeDefault" },
      },
      ...(priorityClassName && { priorityClassName }),
      ...(nodePool && {
        tolerations: [{ key: NODE_POOL_LABEL, value: nodePool, effect: "NoSchedule" }],
      }),
      ...spread({ matchLabels: { ...args.selector } }, nodePool),
      containers: [hardenedContainer(args.container)],
      volumes: [{ name: "scratch", emptyDir: {} }, ...(args.volumes ?? [])],
    },
  };
}

/**
 * A dead zone, a lost node or a full pool must not keep pods pending, so all of this is a wish. It
 * still holds while there is room, since the scheduler has no reason to do otherwise.
 */
function spread(
  labelSelector: k8s.types.input.meta.v1.LabelSelector,
  nodePool: string | undefined,
): Pick<k8s.types.input.core.v1.PodSpec, "topologySpreadConstraints" | "affinity"> {
  return {
    topologySpreadConstraints: [
      {
        topologyKey: "topology.kubernetes.io/zone",
        maxSkew: 1,
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector,
      },
    ],
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector },
          },
        ],
      },
      ...(nodePool && {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 100,
              preference: {
                matchExpressions: [{ key: NODE_POOL_LABEL, operator: "In", values: [nodePool] }],
              },
            },
          ],
        },
      }),
    },
  };
}
