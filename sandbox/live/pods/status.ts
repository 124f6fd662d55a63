import { isDeepStrictEqual } from "node:util";
import type { PodAddresses } from "./fields";
import { type ContainerState, type End, hasEnded, initFailed, type PodState } from "./lifecycle";
import { type Condition, type Container, isSidecar, type Pod } from "./pod";

/** A Pod's status as it is patched; `null` takes away what was there. */
export interface PodStatus {
  readonly phase: "Pending" | "Running" | "Succeeded" | "Failed";
  readonly conditions: readonly StatusCondition[];
  readonly [field: string]: unknown;
}

interface StatusCondition {
  readonly type: string;
  readonly status: "True" | "False";
  readonly lastTransitionTime: string;
  readonly reason: string | null;
  readonly message: string | null;
}

/** What a pod's status is made from. */
export interface StatusSources {
  readonly pod: Pod;
  readonly state: PodState;
  /** Absent as long as it has no address. */
  readonly addresses: PodAddresses | undefined;
  /** When the runner took the pod, in ms since the epoch. */
  readonly startTime: number;
  readonly now: number;
}

/** The status that a kubelet would report. Conditions keep the time at which they last changed. */
export function podStatus(sources: StatusSources): PodStatus {
  const { pod, state, addresses, startTime } = sources;
  const statusOf = (container: Container) =>
    containerStatus(pod, container, state.containers[container.name], state.initialized);
  return {
    phase: podPhase(pod, state),
    startTime: pod.status.startTime ?? time(startTime),
    ...(addresses && {
      hostIP: addresses.host,
      hostIPs: [{ ip: addresses.host }],
      podIP: addresses.pod,
      podIPs: [{ ip: addresses.pod }],
    }),
    conditions: conditions(sources),
    containerStatuses: pod.spec.containers.map(statusOf),
    ...(pod.spec.initContainers.length > 0 && {
      initContainerStatuses: pod.spec.initContainers.map(statusOf),
    }),
  };
}

/** Whether two statuses say the same, so that the second need not be written. */
export const isSameStatus = (a: PodStatus | undefined, b: PodStatus): boolean =>
  isDeepStrictEqual(a, b);

function podPhase(pod: Pod, state: PodState): PodStatus["phase"] {
  if (hasEnded(pod, state) && !somethingRuns(state)) {
    const ends = pod.spec.containers.map(({ name }) => state.containers[name]?.phase);
    const failed =
      initFailed(pod, state) ||
      ends.some((phase) => phase?.kind === "ended" && phase.end.exitCode !== 0);
    return failed ? "Failed" : "Succeeded";
  }
  const hasBegun = pod.spec.containers.some(({ name }) => {
    const { phase, last } = state.containers[name] ?? {};
    return phase?.kind === "running" || phase?.kind === "ended" || last !== undefined;
  });
  return hasBegun ? "Running" : "Pending";
}

const somethingRuns = ({ containers }: PodState): boolean =>
  Object.values(containers).some(({ phase }) => phase.kind === "running");

/** Whether a container counts as ready: an init container by having done its part. */
export function isReady(container: Container, state: ContainerState | undefined, isInit: boolean) {
  const phase = state?.phase;
  if (isInit && !isSidecar(container)) return phase?.kind === "ended" && phase.end.exitCode === 0;
  return phase?.kind === "running" && phase.ready;
}

function containerStatus(
  pod: Pod,
  container: Container,
  state: ContainerState | undefined,
  initialized: boolean,
) {
  const isInit = pod.spec.initContainers.includes(container);
  const phase = state?.phase;
  const restarts = state?.restarts ?? 0;
  return {
    name: container.name,
    image: container.image,
    imageID: container.image,
    containerID:
      phase?.kind === "running" || phase?.kind === "ended"
        ? containerId(pod, container.name, restarts)
        : "",
    ready: isReady(container, state, isInit),
    started: phase?.kind === "running" && phase.started,
    restartCount: restarts,
    state: present(phase, containerId(pod, container.name, restarts), initialized && !isInit),
    lastState:
      state?.last === undefined
        ? {}
        : { terminated: terminated(state.last, containerId(pod, container.name, restarts - 1)) },
  };
}

/** Names one run of a container. */
export const containerId = ({ metadata }: Pod, name: string, restarts: number): string =>
  `sandbox://${metadata.uid}/${name}/${String(restarts)}`;

/** Whose run it is that such a name is of; undefined if the text is no such name. */
export function containerOf(
  containerId: string,
): { readonly uid: string; readonly container: string } | undefined {
  const [, uid, container] = /^sandbox:\/\/([^/]+)\/([^/]+)\//.exec(containerId) ?? [];
  return uid === undefined || container === undefined ? undefined : { uid, container };
}

function present(phase: ContainerState["phase"] | undefined, id: string, initialized: boolean) {
  switch (phase?.kind) {
    case "running":
      return { running: { startedAt: time(phase.since) } };
    case "ended":
      return { terminated: terminated(phase.end, id) };
    case "waiting": {
      const { reason, message } = phase;
      const isFirst = initialized && reason === "PodInitializing";
      return {
        waiting: {
          reason: isFirst ? "ContainerCreating" : reason,
          ...(message !== undefined && { message }),
        },
      };
    }
    case "starting":
    case undefined:
      return { waiting: { reason: "ContainerCreating" } };
  }
}

function terminated({ exitCode, signal, reason, message, startedAt, finishedAt }: End, id: string) {
  return {
    exitCode,
    ...(signal !== undefined && { signal }),
    reason,
    ...(message !== undefined && { message }),
    startedAt: time(startedAt),
    finishedAt: time(finishedAt),
    containerID: id,
  };
}

function conditions({ pod, state, addresses, now }: StatusSources): StatusCondition[] {
  const { spec } = pod;
  const done = hasEnded(pod, state) && !somethingRuns(state) && !initFailed(pod, state);
  const unready = [...spec.initContainers.filter(isSidecar), ...spec.containers].filter(
    (container) => !isReady(container, state.containers[container.name], isInit(container)),
  );
  const gates = spec.readinessGates.filter(
    ({ conditionType }) => conditionOf(pod, conditionType)?.status !== "True",
  );
  const waitingInits = spec.initContainers.filter(
    (container) => !isReady(container, state.containers[container.name], true),
  );
  const ready = unready.length === 0;
  const why = done
    ? { reason: "PodCompleted", message: null }
    : { reason: "ContainersNotReady", message: named("unready", unready) };
  const all: readonly Omit<StatusCondition, "lastTransitionTime">[] = [
    condition("PodReadyToStartContainers", addresses !== undefined && !done),
    condition("Initialized", state.initialized || done, {
      reason: "ContainersNotInitialized",
      message: named("incomplete", waitingInits),
    }),
    condition("ContainersReady", ready, why),
    condition(
      "Ready",
      ready && gates.length === 0,
      ready ? { reason: "ReadinessGatesNotReady", message: null } : why,
    ),
  ];
  return all.map((one) => {
    const before = conditionOf(pod, one.type);
    const unchanged = before?.status === one.status ? before.lastTransitionTime : undefined;
    return { ...one, lastTransitionTime: unchanged ?? time(now) };
  });

  function isInit(container: Container): boolean {
    return spec.initContainers.includes(container);
  }
}

const conditionOf = ({ status }: Pod, type: string): Condition | undefined =>
  status.conditions.find((condition) => condition.type === type);

const named = (what: string, containers: readonly Container[]): string =>
  `containers with ${what} status: [${containers.map(({ name }) => name).join(" ")}]`;

const NO_REASON = { reason: null, message: null };

const condition = (
  type: string,
  holds: boolean,
  why: { readonly reason: string | null; readonly message: string | null } = NO_REASON,
): Omit<StatusCondition, "lastTransitionTime"> => ({
  type,
  status: holds ? "True" : "False",
  ...(holds ? NO_REASON : why),
});

/** As the API writes times: whole seconds. */
const time = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
