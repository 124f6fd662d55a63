import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Socket } from "node:net";
import { runHook } from "./ask";
import { ContainerLog } from "./container-log";
import { type ContainerProcess, type Exit, marks, startContainer } from "./container-process";
import { ContainerProbes } from "./container-probes";
import { MissingReference } from "./environment";
import { joinProgram, type Program } from "./launch";
import {
  type Action,
  afterEnd,
  afterRefusal,
  decide,
  initialState,
  isOver,
  type PodState,
  withContainer,
} from "./lifecycle";
import type { ContainerRun } from "./metrics/container-run";
import { type Container, containersOf, type Pod } from "./pod";
import { type ContainerFolder, type PodFolder, podFolder } from "./pod-files";
import { PodResources } from "./pod-resources";
import { type Prepared, containerProgram, prepareContainer } from "./prepare-container";
import type { RegionContext } from "./region-context";
import { containerId, podStatus } from "./status";
import { StatusWriter } from "./status-writer";

/** One container that runs. */
interface Running {
  /** Names this run. */
  readonly run: string;
  readonly process: ContainerProcess;
  readonly since: number;
  readonly prepared: Prepared;
  readonly probes: ContainerProbes;
}

/** Runs one pod, from its first container to its last, and tells the API server how it is. */
export class PodWorker {
  private state: PodState;
  private readonly folder: PodFolder;
  private readonly resources: PodResources;
  private readonly running = new Map<string, Running>();
  private readonly status: StatusWriter;
  private readonly begin = Date.now();
  private timer: NodeJS.Timeout | undefined;
  private readonly wasOver: boolean;
  private isGone = false;
  private releasing: Promise<void> | undefined;
  private removing: Promise<void> | undefined;

  /** @param onEnd called when nothing of the pod is left, on this machine and at the API server. */
  constructor(
    private pod: Pod,
    address: string,
    private readonly region: RegionContext,
    private readonly onEnd: () => void,
  ) {
    this.state = initialState(pod);
    this.wasOver = isOver(pod);
    this.folder = podFolder(region.pods, pod.metadata.uid);
    this.resources = new PodResources(pod, address, this.folder, region);
    this.status = new StatusWriter(region.api, pod);
  }

  /** Begins, or goes on with what the pod is now. */
  update(pod: Pod): void {
    const before = this.pod;
    this.pod = { ...pod, status: { ...pod.status, conditions: this.status.conditions(pod) } };
    this.resources.pod = this.pod;
    const graceSeconds = pod.metadata.deletionGracePeriodSeconds;
    if (pod.metadata.deletionTimestamp !== undefined && graceSeconds !== undefined) {
      const deadline = Date.now() + graceSeconds * 1000;
      const isSooner = deadline < (this.state.deadline ?? Infinity);
      const isShorter = before.metadata.deletionGracePeriodSeconds !== graceSeconds;
      if (this.state.deadline === undefined || (isShorter && isSooner)) this.endBy(deadline);
    }
    if (JSON.stringify(before.metadata) !== JSON.stringify(pod.metadata)) this.refresh();
    this.step();
  }

  /** The API server no longer has the pod: whatever runs is killed. */
  gone(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.endBy(Date.now());
    this.step();
  }

  /** Objects or tokens that its volumes are made from have changed. */
  refresh(): void {
    const prepared = [...this.running.values()].map((one) => one.prepared);
    void this.resources.refresh(prepared);
  }

  /** Ends all containers, without a word to the API server. */
  async shutDown(graceMs: number): Promise<void> {
    clearTimeout(this.timer);
    this.isGone = true;
    const ends = [...this.running.values()].map(async ({ process, probes }) => {
      probes.stop();
      process.terminate();
      const killing = setTimeout(() => {
        process.kill();
      }, graceMs);
      await process.exited;
      clearTimeout(killing);
    });
    await Promise.all(ends);
  }

  /** Files of a container of the pod; undefined if it has no such one. */
  files(container: string): ContainerFolder | undefined {
    const isThere = containersOf(this.pod).some(({ name }) => name === container);
    return isThere ? this.folder.container(container) : undefined;
  }

  /** Whether a run of a container goes on, for whoever follows its output. */
  isRunning = (container: string): boolean => this.running.has(container);

  /** A command that enters a container; undefined if that does not run. */
  join(container: string, command: readonly string[]): Program | undefined {
    const found = this.running.get(container);
    if (found === undefined) return undefined;
    const { run, process, prepared } = found;
    const environment = { ...prepared.environment, ...marks(run) };
    return joinProgram(process.pid, environment, command);
  }

  /** The containers that run now, for whoever measures them. */
  get measured(): readonly ContainerRun[] {
    const { metadata, spec } = this.pod;
    return [...this.running.values()].map(({ run, process, since, prepared }) => ({
      namespace: metadata.namespace,
      pod: metadata.name,
      uid: metadata.uid,
      node: spec.nodeName ?? "",
      container: prepared.container.name,
      image: prepared.container.image,
      run,
      pid: process.pid,
      since,
    }));
  }

  /** A program in the pod's network, outside of its containers. */
  inNetwork = (program: Program): Program => this.resources.inNetwork(program);

  private endBy(deadline: number): void {
    this.state = { ...this.state, deadline };
    for (const [name, { process }] of this.running) {
      const phase = this.state.containers[name]?.phase;
      if (phase?.kind === "running" && phase.stopping) void this.killAt(process, deadline);
    }
  }

  /** Does what is due. Safe to call at any time. */
  private step(): void {
    clearTimeout(this.timer);
    const now = Date.now();
    const { actions, initialized, over, wakeAt } = decide(this.pod, this.state, now);
    this.state = { ...this.state, initialized };
    for (const action of actions) this.act(action);
    this.report();
    if (over) void this.finish();
    else if (wakeAt !== undefined) {
      this.timer = setTimeout(() => {
        this.step();
      }, wakeAt - now);
    }
  }

  private act(action: Action): void {
    const container = containersOf(this.pod).find(({ name }) => name === action.container);
    if (container === undefined) return;
    if (action.kind === "start") {
      this.change(container, (state) => ({ ...state, phase: { kind: "starting" } }));
      void this.start(container);
    } else {
      this.stop(container, action.graceMs);
    }
  }

  private async start(container: Container): Promise<void> {
    const { name } = container;
    try {
      const sources = await this.resources.prepare();
      const prepared = prepareContainer(container, sources, this.region);
      if (prepared.process.kind === "done") {
        await this.resources.capture(prepared.process);
        const now = Date.now();
        this.ended(container, { exitCode: 0 }, now);
        return;
      }
      const { process } = prepared;
      await this.resources.loadConfigMaps(process);
      const program = await containerProgram(
        { ...prepared, process },
        sources,
        this.folder,
        this.region,
      );
      // It may have been deleted while its files were written.
      if (this.state.deadline !== undefined) {
        this.ended(container, { exitCode: 137, signal: 9 }, Date.now());
        return;
      }
      const log = await ContainerLog.open(this.folder.container(name));
      const restarts = this.state.containers[name]?.restarts ?? 0;
      const run = containerId(this.pod, name, restarts);
      const started = await startContainer(run, this.resources.inNetwork(program), log);
      await this.runs(container, prepared, started);
    } catch (error) {
      const reason =
        error instanceof MissingReference ? "CreateContainerConfigError" : "RunContainerError";
      const message = error instanceof Error ? error.message : String(error);
      this.state = afterRefusal(this.state, name, { reason, message }, Date.now());
      this.step();
    }
  }

  private async runs(
    container: Container,
    prepared: Prepared,
    process: ContainerProcess,
  ): Promise<void> {
    const { name, lifecycle } = container;
    const since = Date.now();
    const run = containerId(this.pod, name, this.state.containers[name]?.restarts ?? 0);
    const asker = {
      container,
      address: this.resources.address,
      connect: (host: string, port: number): Promise<Socket> =>
        this.region.network.connect(host, port),
      join: (command: readonly string[]) =>
        joinProgram(process.pid, { ...prepared.environment, ...marks(run) }, command),
    };
    const probes = new ContainerProbes(container, asker, {
      onChange: (started, ready) => {
        this.change(container, (state) =>
          state.phase.kind === "running"
            ? { ...state, phase: { ...state.phase, started, ready } }
            : state,
        );
        this.step();
      },
      onUnhealthy: (graceMs) => {
        this.stop(container, graceMs);
      },
    });
    this.running.set(name, { run, process, since, prepared, probes });
    void process.exited.then((exit) => {
      probes.stop();
      this.running.delete(name);
      this.ended(container, exit, since);
    });
    this.change(container, (state) => ({
      ...state,
      phase: { kind: "running", since, started: false, ready: false, stopping: false },
    }));
    if (lifecycle.postStart) await runHook(lifecycle.postStart, asker, HOOK_BOUND_MS);
    if (this.running.get(name)?.process === process) probes.begin();
    this.step();
  }

  private stop(container: Container, graceMs: number): void {
    const found = this.running.get(container.name);
    const phase = this.state.containers[container.name]?.phase;
    if (found === undefined || phase?.kind !== "running" || phase.stopping) return;
    this.change(container, (state) => ({ ...state, phase: { ...phase, stopping: true } }));
    const { process, probes } = found;
    const deadline = Date.now() + graceMs;
    void this.killAt(process, deadline);
    void (async () => {
      const { preStop } = container.lifecycle;
      if (preStop !== undefined && graceMs > 0) await runHook(preStop, probes.asker, graceMs);
      process.terminate();
    })();
  }

  private async killAt(process: ContainerProcess, deadline: number): Promise<void> {
    const exited = process.exited.then(() => true);
    const late = sleep(Math.max(0, deadline - Date.now()), false, { ref: false });
    if (!(await Promise.race([exited, late]))) process.kill();
  }

  private ended(container: Container, exit: Exit, startedAt: number): void {
    const reason = exit.exitCode === 0 ? "Completed" : "Error";
    const end = { ...exit, reason, startedAt, finishedAt: Date.now() };
    this.state = afterEnd(this.pod, container, this.state, end);
    this.step();
  }

  private change({ name }: Container, change: Parameters<typeof withContainer>[2]): void {
    this.state = withContainer(this.state, name, change);
  }

  private report(): void {
    if (this.isGone || this.wasOver) return;
    const status = podStatus({
      pod: this.pod,
      state: this.state,
      addresses: this.resources.addresses,
      startTime: this.begin,
      now: Date.now(),
    });
    this.status.write(status);
    const conditions = this.status.conditions(this.pod);
    this.pod = { ...this.pod, status: { ...this.pod.status, conditions } };
  }

  private async finish(): Promise<void> {
    try {
      await (this.releasing ??= this.resources.release());
    } catch (error) {
      // What it leaves in the network goes with the network.
      this.region.log(error);
    }
    if (this.state.deadline !== undefined) await (this.removing ??= this.remove());
  }

  private async remove(): Promise<void> {
    await this.status.settled();
    if (!this.isGone) await this.status.remove();
    await rm(this.folder.path, { recursive: true, force: true });
    this.onEnd();
  }
}

/** A kubelet waits for a postStart hook without a bound; here a hook that hangs is let go. */
const HOOK_BOUND_MS = 60_000;
