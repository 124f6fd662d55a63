import type { Topology } from "../../../config/topology";
import { decide, type Decision } from "../decision/decide";
import { firstMemory, type Memory } from "../decision/memory";
import type { Override } from "../decision/override";
import { isAlert } from "../decision/reason";
import type { Signals } from "../decision/snapshot";
import type { DecisionSettings } from "../settings";
import { reasonsFor } from "./because";
import {
  Election,
  type ElectionSettings,
  type LeaseFailure,
  type LeaseRecord,
  type LeaseStep,
  shippedElection,
} from "./election";
import { Observations, type PeerReport, type ProbeAnswer } from "./observations";
import type { ObservedRoutes } from "./observed-routes";
import { type ControllerStatus, type Mode, type ObservedOverrides, statusOf } from "./status";
import { changesBetween, type Tick } from "./tick";
import { WarmUp, withUnusedRamping } from "./warm-up";
import { RouteWrites, type Write, type WriteFailure } from "./writes";

export type { ElectionSettings, LeaseFailure, LeaseRecord, LeaseStep } from "./election";
export type { PeerReport, ProbeAnswer } from "./observations";
export type { ObservedRoutes } from "./observed-routes";
export type { ControllerStatus, Mode, RegionStatus } from "./status";
export type { StateChange, Tick } from "./tick";
export type { FailedWrite, Write, WriteFailure, WritesStatus } from "./writes";

export interface ControllerOptions {
  readonly topology: Topology;
  /** Whose entry it is the controller of. */
  readonly region: string;
  readonly settings: DecisionSettings;
  readonly mode: Mode;
  /** Of this replica, unique among those that run. */
  readonly identity: string;
  /** Left out: as shipped. */
  readonly election?: ElectionSettings;
}

/**
 * One replica of a region's traffic controller, without clock, timers and I/O: it is told what was
 * observed and what became of its writes, and says what to do. Times are ms since 1970 by a clock of the
 * replica that never steps, such as `performance.timeOrigin + performance.now()`.
 *
 * Every replica decides, but only the leader writes. What it has decided is not taken for done: each tick
 * starts from the row that is really served, so a write that is lost, late or somebody else's makes no
 * step larger. After a start {@link WarmUp} says what it may do.
 *
 * @throws Error if the topology has no such region.
 */
export class Controller {
  private readonly regions: readonly string[];
  private readonly entry: number;
  private readonly election: Election;
  private readonly observations: Observations;
  private readonly writes: RouteWrites;
  private readonly warmUp: WarmUp;
  private overrides: ObservedOverrides | undefined;
  private memory: Memory;
  private isWarm = false;
  private decision: Decision | undefined;

  constructor(private readonly options: ControllerOptions) {
    const { topology, region, settings, identity } = options;
    this.memory = firstMemory(topology, 0);
    this.regions = this.memory.regions;
    this.entry = this.regions.indexOf(region);
    const row = this.memory.rows[this.entry];
    if (row === undefined) throw new Error(`The topology has no region ${region}.`);
    this.election = new Election(identity, options.election ?? shippedElection);
    this.observations = new Observations(
      this.regions,
      region,
      settings.staleness.probesSeconds * 1_000,
    );
    this.writes = new RouteWrites(this.regions, identity, { row });
    this.warmUp = new WarmUp(settings);
  }

  /** A probe was answered; one goes to every region, the own one included, by way of its gateway. */
  probeAnswered(region: string, answer: ProbeAnswer, nowMs: number): void {
    this.observations.probeAnswered(region, answer, nowMs);
  }

  probeFailed(region: string, nowMs: number): void {
    this.observations.probeFailed(region, nowMs);
  }

  /** What the own Prometheus says; `undefined`: it could not tell, so what it said before grows old. */
  ownSignals(signals: Signals | undefined, nowMs: number): void {
    this.observations.ownSignals(signals, nowMs);
  }

  /**
   * The routes as the cluster has them; `undefined`: they cannot be read now.
   *
   * @param askedAtMs when the read was sent: one that a write has overtaken says nothing.
   */
  routesObserved(observed: ObservedRoutes | undefined, nowMs: number, askedAtMs = nowMs): void {
    this.writes.observed(observed, nowMs, askedAtMs);
  }

  /** The last valid list; an empty one where there is none, or none was ever valid. */
  overridesObserved(overrides: readonly Override[], nowMs: number): void {
    this.overrides = { list: overrides, atMs: nowMs };
  }

  /** The lease as it was just read; `undefined`: there is none. */
  leaseObserved(lease: LeaseRecord | undefined, nowMs: number): void {
    this.election.observed(lease, nowMs);
  }

  /**
   * What to do about the lease; it has to be read before each step, and nothing else may be done about it
   * before the outcome of a step has been told. In shadow mode it is left to others.
   */
  leaseStep(nowMs: number): LeaseStep {
    return this.options.mode === "shadow" ? { do: "nothing" } : this.election.step(nowMs);
  }

  /** The step was carried out; `record` is what was written, with the resourceVersion that it got. */
  leaseWritten(record: LeaseRecord, nowMs: number): void {
    this.election.written(record, nowMs);
  }

  /** It was not, or nobody knows. */
  leaseFailed(kind: LeaseFailure, nowMs: number): void {
    this.election.failed(kind, nowMs);
  }

  /** Stops leading, for good: the step that releases the lease. No write may be under way any more. */
  resign(nowMs: number): LeaseStep {
    return this.election.resign(nowMs);
  }

  /** Whether it has renewed its lease recently enough, by its own clock, whatever anybody says. */
  isLeading(nowMs: number): boolean {
    return this.election.isLeading(nowMs);
  }

  /** Decides once. A write that it returns is under way until its outcome has been told. */
  tick(nowMs: number): Tick {
    const { topology, settings, mode, region } = this.options;
    this.warmUp.begin(nowMs);
    const knowsOverrides = this.overrides !== undefined;
    const snapshot = this.observations.snapshot(this.writes.weights, nowMs);
    if (!this.isWarm && this.warmUp.leftMs(nowMs) === 0) {
      this.isWarm = true;
      this.memory = withUnusedRamping(this.memory, snapshot, settings, nowMs);
    }
    const decision = decide({
      topology,
      settings,
      snapshot,
      previous: this.asServed(nowMs),
      overrides: this.overrides?.list ?? [],
      nowMs,
    });
    const before = this.decision;
    this.decision = decision;
    this.memory = decision.next;

    const mayWrite =
      this.warmUp.allowsWrites(nowMs, knowsOverrides) &&
      (mode === "shadow" || this.isLeading(nowMs));
    const write = mayWrite
      ? this.writes.propose(
          decision.rows[this.entry] ?? [],
          () => reasonsFor(region, decision.reasons),
          nowMs,
        )
      : undefined;
    if (write !== undefined && mode === "active") this.writes.sent(write);
    return {
      decision,
      ...(write && (mode === "active" ? { write } : { wouldWrite: write })),
      changes: before === undefined ? [] : changesBetween(before, decision),
      alerts: decision.reasons.filter(isAlert),
    };
  }

  /** The write was carried out; with the resourceVersion that the routes have now. */
  written(result: { readonly resourceVersion: string }, write: Write, nowMs: number): void {
    this.writes.written(result.resourceVersion, write, nowMs);
  }

  /** It was not, or nobody knows; nothing is written before the routes have been read again. */
  writeFailed(failure: WriteFailure, nowMs: number): void {
    this.writes.failed(failure, nowMs);
  }

  /** What peers are told of this region. */
  ownReport(nowMs: number): PeerReport {
    const { region, identity } = this.options;
    const report = this.observations.report(region, this.writes.weights, nowMs);
    return { identity, leads: this.isLeading(nowMs), ...report };
  }

  status(nowMs: number): ControllerStatus {
    const { region, identity, mode } = this.options;
    return statusOf({
      atMs: nowMs,
      region,
      identity,
      mode,
      isLeading: this.isLeading(nowMs),
      holder: this.election.holder,
      warmUpLeftMs: this.warmUp.leftMs(nowMs),
      regions: this.regions,
      observations: this.observations,
      overrides: this.overrides,
      writes: this.writes,
      decision: this.decision,
    });
  }

  /** The memory with the own row as it is served, rather than as it was decided last. */
  private asServed(nowMs: number): Memory {
    const { row, sinceMs } = this.writes.served;
    const holdsUntilMs = this.warmUp.holdsUntilMs(nowMs, this.overrides !== undefined);
    const holdDownMs = this.options.settings.shift.holdDownSeconds * 1_000;
    // To the decision a row that is held is one that has shifted too short a time ago.
    const heldSinceMs = holdsUntilMs === undefined ? undefined : holdsUntilMs - holdDownMs;
    const rows = [...this.memory.rows];
    const shiftedAtMs = [...this.memory.shiftedAtMs];
    rows[this.entry] = row;
    shiftedAtMs[this.entry] = latest(
      sinceMs === undefined ? sinceMs : Math.min(sinceMs, nowMs),
      heldSinceMs,
    );
    return { ...this.memory, rows, shiftedAtMs };
  }
}

const latest = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
