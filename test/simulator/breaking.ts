import { Controller, type Tick } from "../../services/traffic-controller/controller/controller";
import type { DecisionSettings } from "../../services/traffic-controller/settings";
import type { MakeController } from "../../simulator/world/replica";

/** A controller whose ticks are changed before anybody sees them. */
export const altering =
  (alter: (tick: Tick, self: Controller, nowMs: number) => Tick): MakeController =>
  (options) =>
    new (class extends Controller {
      override tick(nowMs: number): Tick {
        return alter(super.tick(nowMs), this, nowMs);
      }
    })(options);

/** One that goes by other settings than its world says. */
export const withSettings =
  (change: (settings: DecisionSettings) => DecisionSettings): MakeController =>
  (options) =>
    new Controller({ ...options, settings: change(options.settings) });

type Rows = readonly (readonly number[])[];

export const withRows = (tick: Tick, change: (rows: Rows) => Rows): Tick => ({
  ...tick,
  decision: { ...tick.decision, rows: change(tick.decision.rows) },
});

/** Moves points between the first two places of a row, to and fro. */
export const shaken = (row: readonly number[], points: number): number[] => {
  const [first = 0, second = 0, ...rest] = row;
  const moved = Math.max(-second, Math.min(first, points));
  return [first - moved, second + moved, ...rest];
};

/** Writes something at every tick, as soon as the routes are known. */
export const restless = (
  weights: (row: Readonly<Record<string, number>>, nowMs: number) => Record<string, number>,
) =>
  altering((tick, self, nowMs) => {
    const { routes, writes } = self.status(nowMs);
    const isFree = self.isLeading(nowMs) && writes.underWay === undefined;
    if (tick.write !== undefined || !isFree || routes?.weights === undefined) return tick;
    const { resourceVersion } = routes;
    return {
      ...tick,
      write: { weights: weights(routes.weights, nowMs), resourceVersion, because: [] },
    };
  });
