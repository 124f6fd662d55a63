import { pid as ownPid } from "node:process";
import { CONTAINER_VARIABLE } from "../container-process";
import type { ContainerUsage, NodeUsage, PodTraffic } from "./cadvisor-page";
import { type ContainerRun, processesByRun } from "./container-run";
import { accountCpu, type CpuAccount } from "./cpu-account";
import type { ProcFiles } from "./proc";
import { processKey, type ProcessUsage, TICKS_PER_SECOND } from "./process-usage";

/** A sample serves whoever asks within this time, ms: as often as a kubelet's cAdvisor looks. */
const SAMPLE_MS = 10_000;

/** By then a container's first process has entered its pod's network, ms after its start. */
const IN_NETWORK_MS = 2_000;

/** What all pods have used up to one moment. */
interface Sample {
  readonly at: number;
  readonly containers: readonly (ContainerUsage & { readonly node: string })[];
  readonly pods: readonly (PodTraffic & { readonly node: string })[];
}

/** Measures all containers that run, all nodes at once, when somebody asks. */
export class UsageSampler {
  private last: Sample | undefined;
  private taking: Promise<Sample> | undefined;
  private accounts: ReadonlyMap<string, CpuAccount> = new Map();
  private named: ReadonlyMap<string, string | undefined> = new Map();

  /** @param runs the containers that run when it is called. */
  constructor(
    private readonly runs: () => readonly ContainerRun[],
    private readonly files: ProcFiles,
    private readonly now: () => number = Date.now,
  ) {}

  /** What the pods of a node have used, as of at most ten seconds ago. */
  async usageOf(node: string): Promise<NodeUsage> {
    const { at, containers, pods } = await this.sample();
    const isThere = (one: { readonly node: string }) => one.node === node;
    return { at, containers: containers.filter(isThere), pods: pods.filter(isThere) };
  }

  private async sample(): Promise<Sample> {
    if (this.last !== undefined && this.now() - this.last.at < SAMPLE_MS) return this.last;
    this.taking ??= this.take().finally(() => {
      this.taking = undefined;
    });
    this.last = await this.taking;
    return this.last;
  }

  private async take(): Promise<Sample> {
    const runs = this.runs();
    const processes = await this.files.processes();
    const members = processesByRun(runs, processes, await this.namedRuns(processes));
    const at = this.now();
    const accounts = new Map<string, CpuAccount>();
    const containers = await Promise.all(
      runs.map(async ({ namespace, pod, node, container, image, run }) => {
        const all = members.get(run) ?? [];
        const memory = await Promise.all(all.map(({ pid }) => this.files.memoryBytes(pid)));
        // Whoever has ended by now may be in its parent's time already.
        const present = await this.stillPresent(all);
        const account = accountCpu(present, this.accounts.get(run));
        accounts.set(run, account);
        const cpuSeconds = account.ticks / TICKS_PER_SECOND;
        const memoryBytes = memory.reduce((sum, bytes) => sum + bytes, 0);
        return { namespace, pod, node, container, image, id: run, cpuSeconds, memoryBytes };
      }),
    );
    this.accounts = accounts;
    return { at, containers, pods: await this.traffic(runs, at) };
  }

  private async stillPresent(all: readonly ProcessUsage[]): Promise<ProcessUsage[]> {
    const present = await Promise.all(
      all.map(async (one) => {
        const now = await this.files.process(one.pid);
        return now !== undefined && processKey(now) === processKey(one);
      }),
    );
    return all.filter((_, index) => present[index]);
  }

  /** What the environments of processes say. Each is read once. */
  private async namedRuns(processes: readonly ProcessUsage[]): Promise<Map<string, string>> {
    const known = await Promise.all(
      processes.map(async (one) => {
        const key = processKey(one);
        const run = this.named.has(key)
          ? this.named.get(key)
          : await this.files.variable(one.pid, CONTAINER_VARIABLE);
        return { key, run, parent: one.parent };
      }),
    );
    // What this process has just started may not have become what it will be.
    const settled = known.filter(({ run, parent }) => run !== undefined || parent !== ownPid);
    this.named = new Map(settled.map(({ key, run }) => [key, run]));
    return new Map(known.flatMap(({ key, run }) => (run === undefined ? [] : [[key, run]])));
  }

  private async traffic(runs: readonly ContainerRun[], at: number): Promise<Sample["pods"]> {
    const inNetwork = runs.filter(({ since }) => at - since >= IN_NETWORK_MS);
    const one = new Map(inNetwork.map((run) => [run.uid, run]));
    return await Promise.all(
      [...one.values()].map(async ({ namespace, pod, uid, node, pid }) => ({
        namespace,
        pod,
        node,
        id: `sandbox://${uid}`,
        devices: await this.files.devices(pid),
      })),
    );
  }
}
