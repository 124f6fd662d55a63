import { firstWeights, type Weights } from "../../../../routing/routes";
import {
  Controller,
  type ControllerOptions,
  type ObservedRoutes,
  type Tick,
  type Write,
} from "../../../../services/traffic-controller/controller/controller";
import type { Override } from "../../../../services/traffic-controller/decision/override";
import type { Signals } from "../../../../services/traffic-controller/decision/snapshot";
import { shippedSettings } from "../../../../services/traffic-controller/settings";
import { four } from "../decision/camelot";
import { wellSignals } from "../decision/worlds";

/** More than atlantis should take: some of it has to go elsewhere, step by step. */
export const busy: Partial<Signals> = { demandIntentsPerMinute: 1_500 };

/** The routes of atlantis as they were created. */
export const firstRoutes: ObservedRoutes = {
  resourceVersion: "1",
  weights: { atlantis: 100, brigadoon: 0, camelot: 0, dinotopia: 0 },
  isAsWritten: true,
};

/** What is far costs something, so that there is a best row. */
const roundTripTo = (region: string): number => (region === "atlantis" ? 1 : 50);

/** One replica of atlantis' controller, told what the test says, second by second. */
export class Told {
  nowMs = 1_000_000;
  readonly controller: Controller;
  /** Signals of atlantis. */
  signals: Partial<Signals> = {};
  /** Regions that answer no probe. */
  dead: readonly string[] = [];
  /** `undefined`: they are not read. */
  routes: ObservedRoutes | undefined = firstRoutes;
  /** `undefined`: they are not read. */
  overrides: readonly Override[] | undefined = [];
  /** The rows that other entries say they serve; `undefined`: they do not say. Else they serve themselves. */
  served: Readonly<Record<string, Weights | undefined>> = {};
  /** Whether it gets and keeps the lease. */
  leads = true;

  constructor(options: Partial<ControllerOptions> = {}) {
    this.controller = new Controller({
      topology: four,
      region: "atlantis",
      settings: shippedSettings,
      mode: "active",
      identity: "atlantis-0",
      ...options,
    });
  }

  /** One second passes. */
  tick(): Tick {
    const { controller } = this;
    this.nowMs += 1_000;
    for (const { name } of four.regions) {
      const served = name in this.served ? this.served[name] : firstWeights(four, name);
      const report = { signals: wellSignals, ...(served && { served }) };
      if (this.dead.includes(name)) controller.probeFailed(name, this.nowMs);
      else controller.probeAnswered(name, { roundTripMs: roundTripTo(name), report }, this.nowMs);
    }
    controller.ownSignals({ ...wellSignals, ...this.signals }, this.nowMs);
    if (this.routes) controller.routesObserved(this.routes, this.nowMs);
    if (this.overrides) controller.overridesObserved(this.overrides, this.nowMs);
    if (this.leads) this.renew();
    return controller.tick(this.nowMs);
  }

  /** So many seconds pass; all writes that were proposed. */
  pass(seconds: number): Write[] {
    return Array.from({ length: seconds }, () => this.tick().write).filter(
      (write) => write !== undefined,
    );
  }

  /** Passes until a write is proposed. */
  write(withinSeconds = 60): Write {
    for (let second = 0; second < withinSeconds; second++) {
      const { write } = this.tick();
      if (write !== undefined) return write;
    }
    throw new Error(`Nothing was written within ${withinSeconds} s.`);
  }

  /** The write succeeds, and from now on its row is read. */
  succeed(write: Write, resourceVersion: string): void {
    this.controller.written({ resourceVersion }, write, this.nowMs);
    this.routes = { resourceVersion, weights: write.weights, isAsWritten: true };
  }

  private renew(): void {
    const { controller, nowMs } = this;
    if (!controller.isLeading(nowMs)) controller.leaseObserved(undefined, nowMs);
    const step = controller.leaseStep(nowMs);
    if (step.do === "nothing") return;
    controller.leaseWritten({ ...step.record, resourceVersion: String(nowMs) }, nowMs);
  }
}

/** One that has been up for a minute and leads, with nothing to do. */
export function warm(options: Partial<ControllerOptions> = {}): Told {
  const told = new Told(options);
  const early = told.pass(60);
  if (early.length > 0) throw new Error(`It has written ${JSON.stringify(early)}.`);
  return told;
}
