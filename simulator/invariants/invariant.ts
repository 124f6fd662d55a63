import type { Decision } from "../../services/traffic-controller/decision/decide";
import type { Watch } from "../world/watch";
import type { World } from "../world/world";

/** Something that holds at every tick of every world. */
export interface Invariant {
  readonly id: string;
  /** What holds, in words. */
  readonly sentence: string;
  /** Looks at one world from its beginning on. */
  readonly watch: (world: World) => Watch;
}

/** Regions that an entry must not send anything to, by index: by a decision's own judgement. */
export function mustLeave(decision: Decision, entry: number): boolean[] {
  const excluded = decision.reasons.flatMap((reason) =>
    reason.code === "override" && reason.override.kind === "exclude"
      ? [reason.override.region]
      : [],
  );
  return decision.regions.map(
    (region, index) =>
      decision.next.health[index]?.judgement.state === "failed" ||
      decision.next.down[entry]?.[index] === true ||
      excluded.includes(region),
  );
}

/** Whether operators order anything of the kind, by a decision's own account. */
export const isOrdered = (
  decision: Decision,
  kind: "drain" | "exclude" | "pin" | "freeze",
): boolean =>
  decision.reasons.some((reason) => reason.code === "override" && reason.override.kind === kind);

export const sum = (values: readonly number[]): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

/** Points that a row has lost somewhere to another. */
export function moved(from: readonly number[], to: readonly number[]): number {
  let points = 0;
  for (let index = 0; index < from.length; index++) {
    points += Math.max(0, (from[index] ?? 0) - (to[index] ?? 0));
  }
  return points;
}
