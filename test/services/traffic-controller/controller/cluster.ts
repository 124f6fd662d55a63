import { firstWeights, type Weights } from "../../../../routing/routes";
import type { Topology } from "../../../../config/topology";
import type {
  LeaseRecord,
  ObservedRoutes,
} from "../../../../services/traffic-controller/controller/controller";

export type Answer = "done" | "conflict" | "down";

/** The API server of an entry, as far as a controller uses it: a lease and routes with versions. */
export class Cluster {
  lease: LeaseRecord | undefined;
  routes: ObservedRoutes;
  /** Whether it answers nothing but 503. */
  isDown = false;
  /** Every row that was written by a controller. */
  readonly log: { readonly by: string; readonly weights: Weights; readonly atMs: number }[] = [];
  private version = 1;

  constructor(topology: Topology, entry: string) {
    const weights = firstWeights(topology, entry);
    this.routes = { resourceVersion: "1", weights, isAsWritten: true };
  }

  writeLease(record: LeaseRecord): Answer {
    if (this.isDown) return "down";
    if (record.resourceVersion !== this.lease?.resourceVersion) return "conflict";
    this.lease = { ...record, resourceVersion: this.nextVersion() };
    return "done";
  }

  writeRoutes(weights: Weights, resourceVersion: string, by: string, atMs: number): Answer {
    if (this.isDown) return "down";
    if (resourceVersion !== this.routes.resourceVersion) return "conflict";
    this.routes = { resourceVersion: this.nextVersion(), weights, isAsWritten: true };
    this.log.push({ by, weights, atMs });
    return "done";
  }

  /** Somebody touches the routes: only their version changes, or what they say too. */
  touch(change: Partial<Omit<ObservedRoutes, "resourceVersion">> = {}): void {
    this.routes = { ...this.routes, ...change, resourceVersion: this.nextVersion() };
  }

  private nextVersion(): string {
    return String(++this.version);
  }
}
