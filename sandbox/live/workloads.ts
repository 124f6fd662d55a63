import { z } from "zod";
import { KNOWN_IMAGES } from "./images/catalog";

/** An image that whoever injects the proxy puts in. */
const INJECTED_IMAGE = "auto";

const labels = z.record(z.string(), z.string());

/** What is read of a Deployment or a StatefulSet. */
export const workloadSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string(), generation: z.number() }),
  spec: z.object({
    replicas: z.number(),
    selector: z.object({ matchLabels: labels }),
    template: z.object({
      spec: z.object({ containers: z.array(z.object({ image: z.string() })) }),
    }),
  }),
  status: z.object({
    observedGeneration: z.number().optional(),
    availableReplicas: z.number().default(0),
    updatedReplicas: z.number().default(0),
  }),
});

const containerStatus = z.object({
  name: z.string(),
  ready: z.boolean(),
  restartCount: z.number(),
  state: z
    .object({
      waiting: z.object({ reason: z.string().optional(), message: z.string().optional() }),
      terminated: z.object({ reason: z.string().optional(), exitCode: z.number() }),
    })
    .partial()
    .default({}),
});

/** What is read of a pod. */
export const podSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    labels: labels.default({}),
  }),
  status: z.object({
    phase: z.string().optional(),
    conditions: z
      .array(z.object({ type: z.string(), status: z.string(), message: z.string().optional() }))
      .default([]),
    initContainerStatuses: z.array(containerStatus).default([]),
    containerStatuses: z.array(containerStatus).default([]),
  }),
});

export type Workload = z.output<typeof workloadSchema>;
export type Pod = z.output<typeof podSchema>;

/** A pod that is not ready, and the container that it waits for if one is to blame. */
export interface UnreadyPod {
  readonly name: string;
  readonly uid: string;
  readonly container?: string;
  readonly why: string;
}

/** A workload that does not have what it should. */
export interface UnreadyWorkload {
  readonly name: string;
  readonly available: number;
  readonly wanted: number;
  readonly pods: readonly UnreadyPod[];
}

/** Of the workloads whose pods run for real those that are not all available in their newest form. */
export function unreadyWorkloads(
  workloads: readonly Workload[],
  pods: readonly Pod[],
): UnreadyWorkload[] {
  return workloads.filter(runsForReal).flatMap(({ metadata, spec, status }) => {
    const { replicas: wanted, selector } = spec;
    const isSeen = status.observedGeneration === metadata.generation;
    const available = isSeen ? Math.min(status.availableReplicas, status.updatedReplicas) : 0;
    if (available >= wanted) return [];
    const own = pods.filter(
      (pod) =>
        pod.metadata.namespace === metadata.namespace &&
        Object.entries(selector.matchLabels).every(
          ([key, value]) => pod.metadata.labels[key] === value,
        ),
    );
    return [{ name: metadata.name, available, wanted, pods: own.flatMap(unreadyPod) }];
  });
}

const known = new RegExp(KNOWN_IMAGES);

const runsForReal = ({ spec }: Workload): boolean =>
  spec.template.spec.containers.every(({ image }) => image === INJECTED_IMAGE || known.test(image));

function unreadyPod({ metadata: { name, uid }, status }: Pod): UnreadyPod[] {
  const conditions = new Map(status.conditions.map((condition) => [condition.type, condition]));
  if (conditions.get("Ready")?.status === "True") return [];
  const statuses = [...status.initContainerStatuses, ...status.containerStatuses];
  const culprit = statuses.find(({ ready, state }) => !ready && state.terminated?.exitCode !== 0);
  if (culprit !== undefined) {
    return [{ name, uid, container: culprit.name, why: stateOf(culprit) }];
  }
  const scheduled = conditions.get("PodScheduled");
  const unscheduled = scheduled?.status === "True" ? undefined : scheduled?.message;
  return [{ name, uid, why: unscheduled ?? `it is ${status.phase ?? "not started"}` }];
}

function stateOf({ state, restartCount }: z.output<typeof containerStatus>): string {
  const restarts = restartCount === 0 ? "" : `, started ${String(restartCount + 1)} times`;
  const { waiting, terminated } = state;
  if (terminated !== undefined) {
    return `ended with ${String(terminated.exitCode)} (${terminated.reason ?? "no reason"})${restarts}`;
  }
  if (waiting === undefined) return `runs and is not ready${restarts}`;
  return `waits: ${[waiting.reason, waiting.message].filter(Boolean).join(", ") || "no reason"}${restarts}`;
}
