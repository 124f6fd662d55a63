import { z } from "zod";
import { Addresses } from "./addresses";
import type { ContainerRun } from "./metrics/container-run";
import { Nodes } from "./nodes";
import { Objects } from "./objects";
import { type Pod, podSchema } from "./pod";
import { PodWorker } from "./pod-worker";
import type { RegionContext } from "./region-context";

/** All that a region's pods share, but for what the runner itself makes. */
export type RunnerContext = Omit<RegionContext, "objects" | "hostAddress">;

/** The part of a Pod that tells whether it is one of the runner's. */
const claimSchema = z.object({
  metadata: z.object({ uid: z.string() }),
  spec: z.object({
    nodeName: z.string().optional(),
    containers: z.array(z.object({ image: z.string().default("") })),
  }),
});

/** Pods that have been placed on a node. */
const PODS = "/api/v1/pods?fieldSelector=spec.nodeName!%3D";

/** Runs all of a region's pods whose images are known, and no others. */
export class PodRunner {
  private readonly workers = new Map<string, PodWorker>();
  private readonly names = new Map<string, string>();
  private readonly namespaces = new Map<string, string>();
  private readonly addresses: Addresses;
  readonly nodes: Nodes;
  private readonly region: RegionContext;
  private isSynced = false;
  private waiting: Pod[] = [];
  private present = new Set<string>();

  constructor(context: RunnerContext, regionIndex: number) {
    this.addresses = new Addresses(regionIndex);
    const objects = new Objects(context.api, (_kind, namespace) => {
      for (const [uid, worker] of this.workers) {
        if (this.namespaces.get(uid) === namespace) worker.refresh();
      }
    });
    this.nodes = new Nodes(context.api);
    this.region = {
      ...context,
      objects,
      hostAddress: async (node) => (await this.nodes.addressOf(node)) ?? "",
    };
  }

  /** Runs pods until the signal; then they still run. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([
      this.region.objects.follow(signal),
      this.region.api.follow(
        PODS,
        (change) => {
          switch (change.kind) {
            case "reset":
              this.present = new Set();
              break;
            case "present":
              this.take(change.object);
              break;
            case "gone":
              this.drop(claimSchema.parse(change.object).metadata.uid);
              break;
            case "synced":
              this.synced();
          }
        },
        { signal },
      ),
    ]);
  }

  /** The worker of a pod, by its name. */
  worker(namespace: string, name: string): PodWorker | undefined {
    return this.workers.get(this.names.get(`${namespace}/${name}`) ?? "");
  }

  /** All containers that run now. */
  get runs(): readonly ContainerRun[] {
    return [...this.workers.values()].flatMap(({ measured }) => measured);
  }

  /** Ends all pods' processes. */
  async shutDown(graceMs: number): Promise<void> {
    await Promise.all([...this.workers.values()].map((worker) => worker.shutDown(graceMs)));
  }

  private take(object: unknown): void {
    const claim = claimSchema.parse(object);
    const { uid } = claim.metadata;
    this.present.add(uid);
    if (!this.isOurs(claim)) return;
    const pod = podSchema.parse(object);
    const worker = this.workers.get(uid);
    if (worker !== undefined) worker.update(pod);
    else if (this.isSynced) this.begin(pod);
    else this.waiting.push(pod);
  }

  private isOurs({ spec }: z.output<typeof claimSchema>): boolean {
    return (
      spec.nodeName !== undefined &&
      spec.containers.every(({ image }) => this.region.entryOf(image) !== undefined)
    );
  }

  /** Pods that had an address keep it, so those that are new come last. */
  private synced(): void {
    this.isSynced = true;
    for (const uid of this.workers.keys()) if (!this.present.has(uid)) this.drop(uid);
    const pods = this.waiting;
    this.waiting = [];
    const had = (pod: Pod) => (pod.status.podIP === undefined ? 1 : 0);
    for (const pod of [...pods].sort((a, b) => had(a) - had(b))) this.begin(pod);
  }

  private begin(pod: Pod): void {
    const { uid, namespace, name } = pod.metadata;
    try {
      const address = this.addresses.take(uid, pod.status.podIP);
      const worker = new PodWorker(pod, address, this.region, () => {
        this.forget(pod);
      });
      this.workers.set(uid, worker);
      this.namespaces.set(uid, namespace);
      this.names.set(`${namespace}/${name}`, uid);
      worker.update(pod);
    } catch (error) {
      this.region.log(
        `${namespace}/${name}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  private drop(uid: string): void {
    this.workers.get(uid)?.gone();
  }

  private forget({ metadata: { uid, namespace, name } }: Pod): void {
    this.workers.delete(uid);
    this.namespaces.delete(uid);
    this.addresses.release(uid);
    const key = `${namespace}/${name}`;
    if (this.names.get(key) === uid) this.names.delete(key);
  }
}
