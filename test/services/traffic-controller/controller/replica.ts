import type { Topology } from "../../../../config/topology";
import { firstWeights } from "../../../../routing/routes";
import {
  Controller,
  type ControllerOptions,
  type Tick,
  type Write,
} from "../../../../services/traffic-controller/controller/controller";
import type { Override } from "../../../../services/traffic-controller/decision/override";
import type { Signals } from "../../../../services/traffic-controller/decision/snapshot";
import { shippedSettings } from "../../../../services/traffic-controller/settings";
import { wellSignals } from "../decision/worlds";
import type { Answer, Cluster } from "./cluster";
import type { Timeline } from "./timeline";

/** What all replicas see of the regions; to be changed while they run. */
export interface Outside {
  /** Regions that answer no probe. */
  dead: readonly string[];
  signals: Readonly<Record<string, Partial<Signals>>>;
  overrides: readonly Override[];
}

/** What a network does to one message: how long it takes, or that it is lost. */
export type Delay = () => number | "lost";

export interface ReplicaOptions extends Partial<ControllerOptions> {
  readonly identity: string;
  readonly topology: Topology;
  readonly delay?: Delay;
  /** Takes part in the election and does nothing else. */
  readonly onlyElects?: boolean;
  /** By how much its clock differs, ms, and how much faster than the true time it is, as a factor. */
  readonly clock?: { readonly offsetMs: number; readonly rate: number };
}

/** How long a request to the API server may take, ms. */
const TIMEOUT_MS = 1_500;

/** A replica of atlantis' controller with a shell in virtual time. */
export class Replica {
  readonly controller: Controller;
  readonly ticks: { readonly atMs: number; readonly tick: Tick; readonly leads: boolean }[] = [];
  isDead = false;
  private pausedUntilMs = 0;

  constructor(
    private readonly options: ReplicaOptions,
    private readonly timeline: Timeline,
    private readonly cluster: Cluster,
    private readonly outside: Outside,
  ) {
    const { topology, identity } = options;
    this.controller = new Controller({
      region: "atlantis",
      settings: shippedSettings,
      mode: "active",
      ...options,
      topology,
      identity,
    });
    this.run(() => {
      this.lead();
      if (options.onlyElects !== true) this.look();
    });
  }

  /** By its own clock. */
  get nowMs(): number {
    const { offsetMs, rate } = this.options.clock ?? { offsetMs: 1_000_000, rate: 1 };
    return offsetMs + this.timeline.nowMs * rate;
  }

  get isLeading(): boolean {
    return !this.isDead && this.controller.isLeading(this.nowMs);
  }

  /** Stands still, as if the machine had been stopped. */
  pause(ms: number): void {
    this.pausedUntilMs = Math.max(this.pausedUntilMs, this.timeline.nowMs + ms);
  }

  /** Its turn comes now, or when it is awake again; never, if it has died. */
  private run(step: () => void): void {
    this.timeline.at(Math.max(this.timeline.nowMs, this.pausedUntilMs), () => {
      if (this.isDead) return;
      if (this.timeline.nowMs < this.pausedUntilMs) this.run(step);
      else step();
    });
  }

  private later(ms: number, step: () => void): void {
    this.timeline.after(ms, () => {
      this.run(step);
    });
  }

  /** One request, whatever becomes of it; `done` is called once, with the answer or without. */
  private ask<Value>(serve: () => Value, done: (value: Value | undefined) => void): void {
    let isOpen = true;
    const end = (value: Value | undefined): void => {
      if (!isOpen) return;
      isOpen = false;
      done(value);
    };
    const [there, back] = [this.options.delay?.() ?? 5, this.options.delay?.() ?? 5];
    if (there !== "lost") {
      this.timeline.after(there, () => {
        const value = serve();
        if (back !== "lost") {
          this.later(back, () => {
            end(value);
          });
        }
      });
    }
    this.later(TIMEOUT_MS, () => {
      end(undefined);
    });
  }

  private lead(): void {
    const { controller, cluster } = this;
    const again = (): void => {
      this.later(500, () => {
        this.lead();
      });
    };
    this.ask(
      () => (cluster.isDown ? undefined : { lease: cluster.lease }),
      (read) => {
        if (read !== undefined) controller.leaseObserved(read.lease, this.nowMs);
        const step = controller.leaseStep(this.nowMs);
        if (step.do === "nothing") {
          again();
          return;
        }
        this.ask(
          () => ({ answer: cluster.writeLease(step.record), lease: cluster.lease }),
          (result) => {
            if (result?.answer === "done" && result.lease) {
              controller.leaseWritten(result.lease, this.nowMs);
            } else controller.leaseFailed(kindOf(result?.answer), this.nowMs);
            again();
          },
        );
      },
    );
  }

  private look(): void {
    this.later(1_000, () => {
      this.look();
    });
    this.readRoutes();
    this.observe();
    this.tick();
  }

  private observe(): void {
    const { topology } = this.options;
    const names = topology.regions.map(({ name }) => name);
    for (const name of names) {
      const signals = { ...wellSignals, ...this.outside.signals[name] };
      if (this.outside.dead.includes(name)) this.controller.probeFailed(name, this.nowMs);
      else {
        // What others say of their links is left out: what atlantis sees is what matters here.
        const report = { signals, served: firstWeights(topology, name) };
        this.controller.probeAnswered(name, { roundTripMs: 10, report }, this.nowMs);
        if (name === "atlantis") this.controller.ownSignals(signals, this.nowMs);
      }
    }
    this.controller.overridesObserved(this.outside.overrides, this.nowMs);
  }

  private tick(): void {
    const tick = this.controller.tick(this.nowMs);
    this.ticks.push({ atMs: this.timeline.nowMs, tick, leads: this.isLeading });
    const { write } = tick;
    if (write === undefined) return;
    // Between the decision and the socket a process may be stopped for any time.
    this.run(() => {
      this.send(write);
    });
  }

  private send(write: Write): void {
    const { controller, cluster, timeline } = this;
    if (!controller.isLeading(this.nowMs)) {
      controller.writeFailed({ kind: "not-sent" }, this.nowMs);
      return;
    }
    this.ask(
      () => ({
        answer: cluster.writeRoutes(
          write.weights,
          write.resourceVersion,
          this.options.identity,
          timeline.nowMs,
        ),
        resourceVersion: cluster.routes.resourceVersion,
      }),
      (result) => {
        if (result?.answer === "done") controller.written(result, write, this.nowMs);
        else {
          controller.writeFailed({ kind: kindOf(result?.answer) }, this.nowMs);
          this.readRoutes();
        }
      },
    );
  }

  private readRoutes(): void {
    const askedAtMs = this.nowMs;
    this.ask(
      () => (this.cluster.isDown ? undefined : this.cluster.routes),
      (routes) => {
        this.controller.routesObserved(routes, this.nowMs, askedAtMs);
      },
    );
  }
}

const kindOf = (answer: Answer | undefined): "conflict" | "retryable" =>
  answer === "conflict" ? "conflict" : "retryable";
