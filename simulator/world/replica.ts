import {
  Controller,
  type ControllerOptions,
  type LeaseStep,
  type Write,
} from "../../services/traffic-controller/controller/controller";
import type { Decision } from "../../services/traffic-controller/decision/decide";
import type { RegionReport } from "../../services/traffic-controller/decision/snapshot";
import type { WriteMoment } from "../faults/fault";
import type { Seeded } from "../seeded";
import type { Agenda } from "./agenda";
import type { ApiServer } from "./api-server";
import type { LocalClock } from "./local-clock";
import { Process } from "./process";
import type { Surroundings } from "./surroundings";

/** A controller, or what stands in for one. */
export type AnyController = Pick<Controller, keyof Controller>;
export type MakeController = (options: ControllerOptions) => AnyController;

export const realController: MakeController = (options) => new Controller(options);

/** Probes and ticks come once a second, looks at the lease twice. */
const SECOND_MS = 1_000;
const LEASE_MS = 500;

/** A probe without an answer is given up after this, ms. */
const PROBE_TIMEOUT_MS = 900;

/** What hits a process at its next write. */
interface Ambush {
  readonly moment: WriteMoment;
  readonly strike: () => void;
}

/**
 * One process of a region's controller: the shell around the real state machine, in virtual time. It
 * can be killed, started again, and paused; what happens meanwhile reaches it when it wakes up.
 */
export class Replica {
  controller: AnyController | undefined;
  /** The last decision of this process. */
  decision: Decision | undefined;
  /** Since when it has been running without a pause, virtual ms. */
  awakeSinceMs = 0;
  startedAtMs = 0;
  /** Since when probes of a region have failed without an answer between, virtual ms. */
  readonly failingSinceMs: (number | undefined)[];
  /** The name of the process that runs, or ran last. */
  identity: string;
  private process: Process;
  private ambush: Ambush | undefined;

  constructor(
    readonly entry: number,
    readonly options: ControllerOptions,
    readonly clock: LocalClock,
    readonly api: ApiServer,
    private readonly make: MakeController,
    private readonly around: Surroundings,
    private readonly agenda: Agenda,
    private readonly random: Seeded,
  ) {
    this.identity = options.identity;
    this.process = new Process(agenda, random);
    this.failingSinceMs = around.names.map(() => undefined);
  }

  get isAwake(): boolean {
    return this.controller !== undefined && !this.process.isPaused;
  }

  get isLeading(): boolean {
    return this.isAwake && this.controller?.isLeading(this.nowMs) === true;
  }

  /** By its own clock. */
  get nowMs(): number {
    return this.clock.read(this.agenda.nowMs);
  }

  /** @param identity of the process; a container that starts again in its pod has that of the one before. */
  start(identity: string = this.identity): void {
    this.identity = identity;
    this.controller = this.make({ ...this.options, identity });
    this.decision = undefined;
    this.startedAtMs = this.awakeSinceMs = this.agenda.nowMs;
    this.failingSinceMs.fill(undefined);
    this.process = new Process(this.agenda, this.random);
    this.process.repeat(SECOND_MS, 0.1, () => {
      this.probeAll();
      this.readRest();
    });
    this.process.repeat(LEASE_MS, 0.1, () => {
      this.readLease();
    });
    this.process.repeat(SECOND_MS, 0, () => {
      this.tick();
    });
  }

  kill(): void {
    this.controller = undefined;
    this.process.end();
    this.ambush = undefined;
  }

  pause(): void {
    this.process.pause();
  }

  wake(): void {
    if (!this.process.isPaused) return;
    this.awakeSinceMs = this.agenda.nowMs;
    this.process.wake();
  }

  /** Strikes at the next write. */
  lieInWait(moment: WriteMoment, strike: () => void): void {
    this.ambush = { moment, strike };
  }

  giveUpWaiting(): void {
    this.ambush = undefined;
  }

  /** What it answers to a peer's probe. */
  report(): RegionReport | undefined {
    return this.isAwake ? this.controller?.ownReport(this.nowMs) : undefined;
  }

  private probeAll(): void {
    const { names } = this.around;
    for (let region = 0; region < names.length; region++) this.probe(region, names[region] ?? "");
  }

  private probe(region: number, name: string): void {
    const roundTripMs = this.around.probe(this.entry, region);
    this.process.later(roundTripMs ?? PROBE_TIMEOUT_MS, () => {
      // A link that was cut while the answer was on its way has lost it.
      if (roundTripMs === undefined || !this.around.answers(this.entry, region)) {
        this.failingSinceMs[region] ??= this.agenda.nowMs;
        this.controller?.probeFailed(name, this.nowMs);
        return;
      }
      this.failingSinceMs[region] = undefined;
      const report = this.around.reportOf(region);
      this.controller?.probeAnswered(
        name,
        report === undefined ? { roundTripMs } : { roundTripMs, report },
        this.nowMs,
      );
    });
  }

  private readRest(): void {
    const { controller, api } = this;
    if (controller === undefined) return;
    controller.ownSignals(this.around.signalsOf(this.entry), this.nowMs);
    if (api.trouble !== "down") controller.overridesObserved(this.around.overrides, this.nowMs);
    const askedAtMs = this.nowMs;
    const { process } = this;
    api.readRoutes((routes) => {
      process.whenAwake(() => {
        this.controller?.routesObserved(routes, this.nowMs, askedAtMs);
      });
    });
  }

  private readLease(): void {
    const { process } = this;
    this.api.readLease((lease) => {
      process.whenAwake(() => {
        if (lease === "lost") return;
        this.controller?.leaseObserved(lease, this.nowMs);
        const step = this.controller?.leaseStep(this.nowMs);
        if (step !== undefined) this.writeLease(step);
      });
    });
  }

  private writeLease(step: LeaseStep): void {
    if (step.do === "nothing") return;
    const { process } = this;
    this.api.writeLease(step.record, (result) => {
      process.whenAwake(() => {
        if (typeof result === "string") this.controller?.leaseFailed(result, this.nowMs);
        else this.controller?.leaseWritten(result, this.nowMs);
      });
    });
  }

  private tick(): void {
    if (this.controller === undefined) return;
    const before = this.decision;
    const tick = this.controller.tick(this.nowMs);
    this.decision = tick.decision;
    this.around.ticked({ replica: this, tick, before, nowMs: this.nowMs });
    if (tick.write !== undefined) this.send(tick.write, tick.decision);
  }

  private send(write: Write, decision: Decision): void {
    const { process } = this;
    const sent = {
      replica: this,
      identity: this.identity,
      write,
      decision,
      decidedAtMs: this.agenda.nowMs,
    };
    this.fallInto("before-write");
    process.whenAwake(() => {
      if (this.controller?.isLeading(this.nowMs) !== true) {
        this.controller?.writeFailed({ kind: "not-sent" }, this.nowMs);
        return;
      }
      this.around.sent(sent);
      this.api.apply(
        write,
        (before) => {
          this.around.wrote(sent, before);
          if (!process.hasEnded) this.fallInto("after-write");
        },
        (result) => {
          process.whenAwake(() => {
            if ("kind" in result) this.controller?.writeFailed(result, this.nowMs);
            else this.controller?.written(result, write, this.nowMs);
          });
        },
      );
      this.fallInto("during-write");
    });
  }

  private fallInto(moment: WriteMoment): void {
    const { ambush } = this;
    if (ambush?.moment !== moment) return;
    this.ambush = undefined;
    ambush.strike();
  }
}
