import type {
  ControllerOptions,
  ControllerStatus,
  LeaseFailure,
  LeaseRecord,
  LeaseStep,
  ObservedRoutes,
  ProbeAnswer,
  Tick,
  Write,
  WriteFailure,
} from "../../services/traffic-controller/controller/controller";
import type { Decision } from "../../services/traffic-controller/decision/decide";
import type { Override } from "../../services/traffic-controller/decision/override";
import type { RegionReport, Signals } from "../../services/traffic-controller/decision/snapshot";
import type { AnyController, MakeController } from "../world/replica";

/**
 * A controller, and a second one under another name, in shadow mode, that is told all that the first
 * one is. What the first one writes reaches the second as what was read.
 */
export class Twins implements AnyController {
  /** What the second one decided at the last tick. */
  others: Decision | undefined;
  private readonly first: AnyController;
  private readonly second: AnyController;
  private isWriting = false;
  private answeredAtMs = -Infinity;

  constructor(make: MakeController, options: ControllerOptions) {
    this.first = make(options);
    this.second = make({ ...options, mode: "shadow", identity: `${options.identity}-twin` });
  }

  probeAnswered(region: string, answer: ProbeAnswer, nowMs: number): void {
    this.first.probeAnswered(region, answer, nowMs);
    this.second.probeAnswered(region, answer, nowMs);
  }

  probeFailed(region: string, nowMs: number): void {
    this.first.probeFailed(region, nowMs);
    this.second.probeFailed(region, nowMs);
  }

  ownSignals(signals: Signals | undefined, nowMs: number): void {
    this.first.ownSignals(signals, nowMs);
    this.second.ownSignals(signals, nowMs);
  }

  routesObserved(observed: ObservedRoutes | undefined, nowMs: number, askedAtMs = nowMs): void {
    // A read that a write has overtaken says nothing, and the second one knows of no write.
    if (this.isWriting || askedAtMs < this.answeredAtMs) return;
    this.first.routesObserved(observed, nowMs, askedAtMs);
    this.second.routesObserved(observed, nowMs, askedAtMs);
  }

  overridesObserved(overrides: readonly Override[], nowMs: number): void {
    this.first.overridesObserved(overrides, nowMs);
    this.second.overridesObserved(overrides, nowMs);
  }

  leaseObserved(lease: LeaseRecord | undefined, nowMs: number): void {
    this.first.leaseObserved(lease, nowMs);
  }

  leaseStep(nowMs: number): LeaseStep {
    return this.first.leaseStep(nowMs);
  }

  leaseWritten(record: LeaseRecord, nowMs: number): void {
    this.first.leaseWritten(record, nowMs);
  }

  leaseFailed(kind: LeaseFailure, nowMs: number): void {
    this.first.leaseFailed(kind, nowMs);
  }

  resign(nowMs: number): LeaseStep {
    return this.first.resign(nowMs);
  }

  isLeading(nowMs: number): boolean {
    return this.first.isLeading(nowMs);
  }

  tick(nowMs: number): Tick {
    const tick = this.first.tick(nowMs);
    this.others = this.second.tick(nowMs).decision;
    this.isWriting ||= tick.write !== undefined;
    return tick;
  }

  written(result: { readonly resourceVersion: string }, write: Write, nowMs: number): void {
    this.isWriting = false;
    this.answeredAtMs = nowMs;
    this.first.written(result, write, nowMs);
    this.second.routesObserved({ ...result, weights: write.weights, isAsWritten: true }, nowMs);
  }

  writeFailed(failure: WriteFailure, nowMs: number): void {
    this.isWriting = false;
    this.first.writeFailed(failure, nowMs);
    if (failure.kind === "not-sent") return;
    this.answeredAtMs = nowMs;
    this.second.routesObserved(undefined, nowMs);
  }

  ownReport(nowMs: number): RegionReport {
    return this.first.ownReport(nowMs);
  }

  status(nowMs: number): ControllerStatus {
    return this.first.status(nowMs);
  }
}
