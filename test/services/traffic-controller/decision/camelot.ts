import type { Signals } from "../../../../services/traffic-controller/decision/snapshot";
import type { World } from "./worlds";
import { type Conditions, topologyOf } from "./worlds";

/** Four regions ten degrees apart: atlantis, brigadoon, camelot, dinotopia. */
export const four = topologyOf([{}, {}, {}, {}]);

/** Something is the matter with camelot's signals. */
export const camelot = (signals: Partial<Signals>): Conditions => ({
  signals: { camelot: signals },
});

export const dead: Conditions = { cut: ["*>camelot"], silent: ["camelot"] };

export const stateOf = (world: World): string => world.decision?.states[2] ?? "unknown";

export const rowOf = (world: World, entry: number): readonly number[] =>
  world.decision?.rows[entry] ?? [];

/** Seconds under the conditions until camelot is in a state. */
export function secondsUntil(state: string, world: World, conditions: Conditions): number {
  for (let second = 1; second <= 2_000; second++) {
    world.tick(conditions);
    if (stateOf(world) === state) return second;
  }
  throw new Error(`camelot is ${stateOf(world)}, never ${state}.`);
}
