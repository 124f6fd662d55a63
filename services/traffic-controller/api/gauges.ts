import type { ControllerStatus } from "../controller/controller";
import type { RegionState } from "../decision/decide";
import { alertCodes, subjectOf } from "./alert-codes";
import type { ControllerMetrics } from "./controller-metrics";
import { regionStates } from "./decision-schema";
import type { RecorderOptions } from "./recorder";
import { isPending } from "./why-not-written";

/** What the gauges take from a recorder. */
interface Known {
  readonly invalidOverrides: unknown;
}

/** Sets the gauges from a controller's status, when somebody reads them. */
export class Gauges {
  constructor(
    private readonly metrics: ControllerMetrics,
    private readonly options: RecorderOptions,
  ) {}

  set({ invalidOverrides }: Known, disagreement: number, nowMs: number): void {
    const { metrics, options } = this;
    const { region, certificates, controller } = options;
    const status = controller.status(nowMs);
    if (status.mode === "active") {
      const { isSelf } = status.leader;
      metrics.leading.set({ region }, isSelf ? 1 : 0);
      const failures = status.writes.failure?.inARow ?? 0;
      // What need not be written any more, or is another replica's affair, does not fail.
      metrics.writeFailures.set({ region }, isSelf && isPending(status) ? failures : 0);
    } else {
      metrics.disagreement.set({ region }, disagreement);
    }
    metrics.overridesInvalid.set({ region }, invalidOverrides === undefined ? 0 : 1);
    for (const { name, notAfter } of certificates) {
      metrics.certificateExpiry.set(
        { region, certificate: name },
        (notAfter.getTime() - nowMs) / 1_000,
      );
    }
    this.setWeights(status);
    this.setStates(status);
    this.setAlerts(status);
  }

  /** Of the own entry as its cluster has it, of the others as they say. */
  private setWeights({ region: own, routes, regions }: ControllerStatus): void {
    const { weight } = this.metrics;
    weight.reset();
    for (const { region: entry, served } of regions) {
      const weights = entry === own ? routes?.weights : served;
      for (const [region, points] of Object.entries(weights ?? {})) {
        weight.set({ entry, region }, points);
      }
    }
  }

  private setStates({ region: entry, regions }: ControllerStatus): void {
    for (const { region, state: is } of regions) {
      if (is === undefined) continue;
      for (const state of regionStates satisfies readonly RegionState[]) {
        this.metrics.state.set({ entry, region, state }, state === is ? 1 : 0);
      }
    }
  }

  private setAlerts({ region: entry, regions, decision }: ControllerStatus): void {
    if (decision === undefined) return;
    const { alert } = this.metrics;
    for (const { region } of regions) {
      for (const reason of alertCodes) alert.set({ entry, region, reason }, 0);
    }
    const codes = new Set<string>(alertCodes);
    for (const reason of decision.reasons) {
      if (!codes.has(reason.code)) continue;
      alert.inc({ entry, region: subjectOf(reason) ?? entry, reason: reason.code });
    }
  }
}
