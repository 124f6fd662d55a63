import type { Registry } from "prom-client";
import type { Logger } from "pino";
import type { Weights } from "../../../routing/routes";
import type { Occurrence } from "../cluster/events";
import type { Controller, Tick, Write, WriteFailure } from "../controller/controller";
import type { Decision } from "../decision/decide";
import { inWords, orderInWords, type Reason } from "../decision/reason";
import { subjectOf } from "./alert-codes";
import { AlertWatch } from "./alert-watch";
import { ControllerMetrics } from "./controller-metrics";
import type { RowResult } from "./event-rows";
import { listed, pointsBetween, type Remembered } from "./explanation";
import { type FailoverEvent, FailoverJudge, takesOut } from "./failover-events";
import { Gauges } from "./gauges";
import { type Happening, History } from "./history";
import * as occurrences from "./occurrences";

/** Most alerts that are told one by one at a tick: a partition may cut thousands of links at once. */
const MOST_TOLD = 20;

export interface RecorderOptions {
  readonly controller: Pick<Controller, "status" | "isLeading">;
  /** Own entry. */
  readonly region: string;
  /** All regions of the topology. */
  readonly regions: readonly string[];
  readonly registry: Registry;
  readonly log: Logger;
  /** Takes Kubernetes Events; only those of a leader come. It must not throw, nor wait. */
  readonly publish: (occurrence: Occurrence) => void;
  /** Takes rows for failover_events; left out where there is no database. */
  readonly addRows?: (events: readonly FailoverEvent[]) => void;
  readonly certificates: readonly { readonly name: string; readonly notAfter: Date }[];
  /** ms since 1970, by the clock of the ticks. */
  readonly now: () => number;
}

/**
 * Tells what a controller does, in every way that it is told: history, metrics, log, Kubernetes Events
 * and rows of failover_events. It waits for nobody and changes nothing.
 */
export class Recorder implements Remembered {
  readonly history: History;
  /** When it last ticked; before the first tick, when it started. ms since 1970. */
  lastTickMs: number;
  invalidOverrides: { readonly sinceMs: number; readonly problems: readonly string[] } | undefined;
  private readonly metrics: ControllerMetrics;
  private readonly alerts = new AlertWatch();
  private readonly failovers = new FailoverJudge();
  private readonly sinceMs = new Map<string, number>();
  private sent: { readonly before: Weights | undefined; readonly decision: Decision } | undefined;
  private wouldWrite: Weights | undefined;
  private failuresInARow = 0;
  private wasLeading = false;

  constructor(private readonly options: RecorderOptions) {
    const { registry, region, regions, now } = options;
    this.lastTickMs = now();
    this.history = new History(now());
    this.metrics = new ControllerMetrics(registry, () => {
      gauges.set(this, this.disagreement(), now());
    });
    const gauges = new Gauges(this.metrics, options);
    // A counter that appears with its first event shows Prometheus only the second.
    for (const one of regions) this.metrics.failovers.inc({ region: one }, 0);
    for (const result of ["written", "conflict", "retryable", "refused", "not-sent"]) {
      this.metrics.writes.inc({ region, result }, 0);
    }
    for (const result of ["added", "repeated", "dropped"]) {
      this.metrics.eventRows.inc({ region, result }, 0);
    }
  }

  stateSinceMs(region: string): number | undefined {
    return this.sinceMs.get(region);
  }

  /** Something has been decided. @param tookMs how long it took; left out: not measured. */
  ticked(tick: Tick, nowMs: number, tookMs?: number): void {
    this.lastTickMs = nowMs;
    const { controller, region, log } = this.options;
    if (tookMs !== undefined) this.metrics.tickSeconds.observe({ region }, tookMs / 1_000);
    this.watchLeadership(nowMs);
    if (this.sinceMs.size === 0) {
      for (const one of tick.decision.regions) this.sinceMs.set(one, nowMs);
    }
    for (const change of tick.changes) {
      this.sinceMs.set(change.region, nowMs);
      const text = occurrences.stateInWords(change);
      const why = listed(change.reasons.map(inWords));
      const isBad = change.to === "failed" || change.to === "degraded";
      log[isBad ? "warn" : "info"](
        { region: change.region, from: change.from, to: change.to, why },
        text,
      );
      this.history.add({ kind: "state", region: change.region, text, why }, nowMs);
      this.publish(occurrences.ofStateChange(change, nowMs));
    }
    this.watchAlerts(tick.alerts, nowMs);
    if (tick.write !== undefined) {
      this.sent = { before: controller.status(nowMs).routes?.weights, decision: tick.decision };
    }
    this.watchDisagreement(tick.wouldWrite, nowMs);
  }

  /** The write of the last tick has been carried out. */
  written(write: Write, nowMs: number): void {
    const { region, log, addRows } = this.options;
    const before = this.sent?.before;
    const text = occurrences.writeInWords(before, write.weights);
    const why = listed(write.because.map(inWords));
    this.failuresInARow = 0;
    this.metrics.writes.inc({ region, result: "written" });
    log.info({ before, after: write.weights, why }, text);
    this.history.add(
      { kind: "write", text, why, ...(before && { before }), after: write.weights },
      nowMs,
    );
    this.publish(occurrences.ofWrite(write, before, nowMs));
    if (before === undefined || this.sent === undefined) return;
    const { decision } = this.sent;
    const events = this.failovers.judge({
      entry: region,
      before,
      after: write.weights,
      decision,
      atMs: nowMs,
    });
    for (const event of events.filter(takesOut)) {
      this.metrics.failovers.inc({ region: event.region });
    }
    if (events.length > 0) addRows?.(events);
  }

  /** It has not, or nobody knows. */
  writeFailed(failure: WriteFailure, nowMs: number): void {
    const { region, log } = this.options;
    this.metrics.writes.inc({ region, result: failure.kind });
    if (failure.kind === "not-sent") return;
    this.failuresInARow += 1;
    const text = occurrences.failureInWords(failure);
    log.warn({ kind: failure.kind, inARow: this.failuresInARow }, text);
    if (this.failuresInARow > 1) return;
    this.history.add({ kind: "write-failed", text, why: [] }, nowMs);
    // Somebody else was first: nothing that anybody has to know of.
    if (failure.kind !== "conflict") this.publish(occurrences.ofWriteFailure(failure, nowMs));
  }

  /** The overrides as they are written have been read; left out: they could be understood. */
  overridesRead(problems: readonly string[] | undefined, nowMs: number): void {
    const { log } = this.options;
    if (problems === undefined) {
      if (this.invalidOverrides === undefined) return;
      this.invalidOverrides = undefined;
      const text = "The overrides can be understood again.";
      log.info(text);
      this.history.add({ kind: "overrides", text, why: [] }, nowMs);
      return;
    }
    const isKnown = this.invalidOverrides?.problems.join("\n") === problems.join("\n");
    if (isKnown) return;
    const sinceMs = this.invalidOverrides?.sinceMs ?? nowMs;
    this.invalidOverrides = { sinceMs, problems: listed(problems) };
    const text = "The overrides as they are written are ignored; the last valid ones count.";
    log.error({ problems: listed(problems) }, text);
    this.history.add({ kind: "overrides", text, why: listed(problems) }, nowMs);
    this.publish(occurrences.ofInvalidOverrides(problems, nowMs));
  }

  /** A row has been added to failover_events, or is lost. */
  rowEnded(result: RowResult): void {
    this.metrics.eventRows.inc({ region: this.options.region, result });
  }

  private watchLeadership(nowMs: number): void {
    const isLeading = this.options.controller.isLeading(nowMs);
    if (isLeading === this.wasLeading) return;
    this.wasLeading = isLeading;
    const text = isLeading ? "This replica leads." : "This replica does not lead any more.";
    this.options.log.info({ isLeading }, text);
    this.history.add({ kind: "leader", text, why: [] }, nowMs);
  }

  private watchAlerts(alerts: readonly Reason[], nowMs: number): void {
    const { begun, ended } = this.alerts.observe(alerts, nowMs);
    for (const alert of begun.slice(0, MOST_TOLD)) {
      this.tellAlert("alert", alert, inWords(alert), nowMs);
      this.publish(occurrences.ofAlert(alert, nowMs));
    }
    for (const alert of ended.slice(0, MOST_TOLD)) {
      this.tellAlert("alert-over", alert, overInWords(alert), nowMs);
    }
    const untold = Math.max(0, begun.length - MOST_TOLD) + Math.max(0, ended.length - MOST_TOLD);
    if (untold > 0) this.options.log.warn({ untold }, "More has begun or ended than is told here.");
  }

  private tellAlert(
    kind: "alert" | "alert-over",
    alert: Reason,
    text: string,
    nowMs: number,
  ): void {
    const region = subjectOf(alert);
    this.options.log[kind === "alert" ? "warn" : "info"](
      { code: alert.code, region, isOver: kind === "alert-over" },
      text,
    );
    const happening: Happening = { kind, text, why: [], ...(region !== undefined && { region }) };
    this.history.add(happening, nowMs);
  }

  private watchDisagreement(wouldWrite: Write | undefined, nowMs: number): void {
    const weights = wouldWrite?.weights;
    const isKnown = JSON.stringify(weights) === JSON.stringify(this.wouldWrite);
    this.wouldWrite = weights;
    if (isKnown) return;
    const before = this.options.controller.status(nowMs).routes?.weights;
    const text =
      weights === undefined
        ? "What is served is what this controller would write."
        : `${occurrences.writeInWords(before, weights)} So this controller would write, were it not in shadow mode.`;
    const why = listed(wouldWrite?.because.map(inWords) ?? []);
    this.options.log.info({ wouldWrite: weights, served: before, why }, text);
    this.history.add({ kind: "disagreement", text, why }, nowMs);
  }

  private disagreement(): number {
    if (this.wouldWrite === undefined) return 0;
    const { routes } = this.options.controller.status(this.options.now());
    // Routes that hold no row are altogether others.
    return routes?.weights === undefined ? 100 : pointsBetween(routes.weights, this.wouldWrite);
  }

  private publish(occurrence: Occurrence): void {
    if (this.wasLeading) this.options.publish(occurrence);
  }
}

function overInWords(alert: Reason): string {
  const subject = subjectOf(alert);
  if (alert.code === "override-refused") {
    return `No more refused: ${orderInWords(alert.refusal.override)}.`;
  }
  return `Over${subject === undefined ? "" : ` for ${subject}`}: ${alert.code}.`;
}
