import { type Container, containersOf, isSidecar, type Pod } from "./pod";

/** How a container ended. Times are in ms since the epoch. */
export interface End {
  readonly exitCode: number;
  /** Number of the signal that ended it. */
  readonly signal?: number;
  readonly reason: string;
  readonly message?: string;
  readonly startedAt: number;
  readonly finishedAt: number;
}

/** Where a container is. */
export type Phase =
  /** Its turn has not come, or it could not be made, and why. */
  | {
      readonly kind: "waiting";
      readonly reason: string;
      readonly message?: string;
      readonly until: number;
    }
  | { readonly kind: "starting" }
  | {
      readonly kind: "running";
      readonly since: number;
      readonly started: boolean;
      readonly ready: boolean;
      /** It has been told to end. */
      readonly stopping: boolean;
    }
  | { readonly kind: "ended"; readonly end: End };

export interface ContainerState {
  readonly phase: Phase;
  /** Runs before the present one. */
  readonly restarts: number;
  /** Short runs in a row, which its next restart waits for. */
  readonly shortRuns: number;
  /** The run before. */
  readonly last?: End;
}

/** All of a pod's containers, by name, and whether it is being deleted. */
export interface PodState {
  readonly containers: Readonly<Record<string, ContainerState>>;
  /** All init containers have done their part once. */
  readonly initialized: boolean;
  /** When what still runs of a deleted pod is killed, in ms since the epoch. */
  readonly deadline?: number;
}

/** What is to be done next. */
export type Action =
  | { readonly kind: "start"; readonly container: string }
  | { readonly kind: "stop"; readonly container: string; readonly graceMs: number };

/** Backs off as a kubelet does, but sooner: it waits from 10 s to 5 min. */
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
/** A run of this length was no crash at the start. */
const LONG_RUN_MS = 60_000;
/** What a container that could not be made waits. */
const RETRY_MS = 1_000;

/** Whether a pod has ended for good, as its status says. */
export const isOver = ({ status }: Pod): boolean =>
  status.phase === "Succeeded" || status.phase === "Failed";

/** A pod of which nothing runs. */
export function initialState(pod: Pod): PodState {
  const before = new Map(
    [...pod.status.initContainerStatuses, ...pod.status.containerStatuses].map((status) => [
      status.name,
      // What ran under a runner before this one has ended with it.
      pod.status.phase === "Running" ? status.restartCount + 1 : status.restartCount,
    ]),
  );
  const isFirst = pod.spec.initContainers.length > 0 ? "PodInitializing" : "ContainerCreating";
  return {
    initialized: false,
    containers: Object.fromEntries(
      containersOf(pod).map(({ name }) => [
        name,
        {
          phase: isOver(pod) ? OVER : { kind: "waiting", reason: isFirst, until: 0 },
          restarts: before.get(name) ?? 0,
          shortRuns: 0,
        },
      ]),
    ),
  };
}

/** Of a pod that had ended before; its status stays as it was written then. */
const OVER: Phase = {
  kind: "ended",
  end: { exitCode: 0, reason: "Completed", startedAt: 0, finishedAt: 0 },
};

/** The state with one container changed. */
export function withContainer(
  state: PodState,
  name: string,
  change: (container: ContainerState) => ContainerState,
): PodState {
  const container = state.containers[name];
  if (container === undefined) return state;
  return { ...state, containers: { ...state.containers, [name]: change(container) } };
}

/** A container's process has ended: it stays so, or waits for its next run. */
export function afterEnd(pod: Pod, container: Container, state: PodState, end: End): PodState {
  return withContainer(state, container.name, (before) => {
    if (!runsAgain(pod, container, state, end)) return { ...before, phase: { kind: "ended", end } };
    const isShort = end.finishedAt - end.startedAt < LONG_RUN_MS;
    const shortRuns = isShort ? before.shortRuns + 1 : 1;
    return {
      phase: {
        kind: "waiting",
        reason: "CrashLoopBackOff",
        message: `back-off ${String(backoffMs(shortRuns) / 1000)}s restarting failed container=${container.name}`,
        until: end.finishedAt + backoffMs(shortRuns),
      },
      restarts: before.restarts + 1,
      shortRuns,
      last: end,
    };
  });
}

/** What the next run waits after so many short ones. */
export const backoffMs = (shortRuns: number): number =>
  Math.min(FIRST_BACKOFF_MS * 2 ** (shortRuns - 1), LONGEST_BACKOFF_MS);

/** A container could not be made; it is tried again. */
export function afterRefusal(
  state: PodState,
  name: string,
  { reason, message }: { readonly reason: string; readonly message: string },
  now: number,
): PodState {
  return withContainer(state, name, (before) => ({
    ...before,
    phase: { kind: "waiting", reason, message, until: now + RETRY_MS },
  }));
}

function runsAgain(pod: Pod, container: Container, state: PodState, end: End): boolean {
  if (state.deadline !== undefined) return false;
  if (isSidecar(container)) return !hasEnded(pod, state);
  const { restartPolicy } = pod.spec;
  if (end.exitCode !== 0) return restartPolicy !== "Never";
  // By name: the pod may have been read anew since the container was started.
  const isInit = pod.spec.initContainers.some(({ name }) => name === container.name);
  return restartPolicy === "Always" && !isInit;
}

const phaseOf = (state: PodState, { name }: Container): Phase["kind"] | undefined =>
  state.containers[name]?.phase.kind;

/** Whether an init container has failed for good. */
export const initFailed = ({ spec }: Pod, { containers }: PodState): boolean =>
  spec.initContainers.some(({ name }) => {
    const phase = containers[name]?.phase;
    return phase?.kind === "ended" && phase.end.exitCode !== 0;
  });

/** Whether nothing but sidecars is left to run. */
export const hasEnded = (pod: Pod, state: PodState): boolean =>
  initFailed(pod, state) ||
  pod.spec.containers.every((container) => phaseOf(state, container) === "ended");

/** What a pod needs now. */
export interface Decision {
  readonly actions: readonly Action[];
  /** All init containers have done their part; stays true. */
  readonly initialized: boolean;
  /** Nothing of it runs, and nothing will. */
  readonly over: boolean;
  /** When to decide again though nothing happens, in ms since the epoch. */
  readonly wakeAt?: number;
}

/** What is to be done next for a pod. Nothing of it depends on how often it is asked. */
export function decide(pod: Pod, state: PodState, now: number): Decision {
  const initialized = state.initialized || initsAreDone(pod, state);
  if (state.deadline !== undefined || hasEnded(pod, state)) {
    return { initialized, ...ending(pod, state, now) };
  }
  const due = (initialized ? afterInit : nextInit)(pod, state);
  const waits = due.flatMap(({ name }) => {
    const phase = state.containers[name]?.phase;
    return phase?.kind === "waiting" ? [{ name, until: phase.until }] : [];
  });
  const later = waits.map(({ until }) => until).filter((until) => until > now);
  return {
    initialized,
    over: false,
    actions: waits
      .filter(({ until }) => until <= now)
      .map(({ name }) => ({ kind: "start", container: name })),
    ...(later.length > 0 && { wakeAt: Math.min(...later) }),
  };
}

function initsAreDone({ spec }: Pod, { containers }: PodState): boolean {
  return spec.initContainers.every((container) => isDone(container, containers[container.name]));
}

/** Whether the next container may start. */
function isDone(container: Container, state: ContainerState | undefined): boolean {
  const phase = state?.phase;
  if (isSidecar(container)) return phase?.kind === "running" && phase.started;
  return phase?.kind === "ended" && phase.end.exitCode === 0;
}

/** The first init container that is not done, and the sidecars before it, which may have crashed. */
function nextInit({ spec }: Pod, { containers }: PodState): Container[] {
  const { initContainers } = spec;
  const next = initContainers.findIndex(
    (container) => !isDone(container, containers[container.name]),
  );
  return initContainers
    .slice(0, next + 1)
    .filter((container, position) => position === next || isSidecar(container));
}

const afterInit = ({ spec }: Pod): Container[] => [
  ...spec.initContainers.filter(isSidecar),
  ...spec.containers,
];

/** First what does the work, all at once; then the sidecars, the last one first. */
function ending(pod: Pod, state: PodState, now: number): Pick<Decision, "actions" | "over"> {
  const active = containersOf(pod).filter((container) => isActive(state, container));
  const workers = active.filter((container) => !isSidecar(container));
  const graceMs =
    state.deadline === undefined
      ? pod.spec.terminationGracePeriodSeconds * 1000
      : Math.max(0, state.deadline - now);
  const next = workers.length > 0 ? workers : active.slice(-1);
  return {
    over: active.length === 0,
    actions: next
      .filter(({ name }) => {
        const phase = state.containers[name]?.phase;
        return phase?.kind === "running" && !phase.stopping;
      })
      .map(({ name }) => ({ kind: "stop", container: name, graceMs })),
  };
}

const isActive = (state: PodState, container: Container): boolean =>
  ["starting", "running"].includes(phaseOf(state, container) ?? "");
