import { allowedByPin, type Conditions, type Permits } from "./permits";
import { allTo, pointsOutside, type Row, wholePoints, withinBudget } from "./row";

/** Why a row that could be better off does not move. */
export type Hindrance =
  /** All shifts are stopped by an operator. */
  | "frozen"
  /** The entry's own signals are missing, or those of all regions that it could use. */
  | "blind";

/** What may become of an entry's row at this tick. */
export type Course =
  | {
      /** It is known: a pin's, or that of an entry that nothing is open for. */
      readonly kind: "set";
      readonly row: Row;
      readonly because: "pinned" | "local";
      readonly permits: Permits;
    }
  | {
      /** It stays. */
      readonly kind: "kept";
      readonly because: Hindrance;
      readonly permits: Permits;
    }
  | {
      /** It goes where it is best, within bounds. */
      readonly kind: "placed";
      readonly permits: Permits;
      /** Points on regions that have to be left now. */
      readonly outside: number;
      /** Points that may move beside those; a row that is held down may move none. */
      readonly movable: number;
      /** Whether nothing but those outside will be able to move later either. */
      readonly isStuck: boolean;
      /** Whether it has to move even if that makes it worse. */
      readonly mustMove: boolean;
    };

/** What an entry brings along. */
export interface EntrySituation {
  readonly entry: number;
  readonly row: Row;
  readonly down: readonly boolean[];
  readonly permits: Permits;
  readonly pin: Row | undefined;
  /** What stops all shifts but those away from where the entry must not be. */
  readonly pause: "frozen" | "held-down" | undefined;
}

/** The course of an entry: away from what must be left at once, and else a step at a time. */
export function courseOf(
  { entry, row, down, permits, pin, pause }: EntrySituation,
  conditions: Conditions,
  maxStepPoints: number,
): Course {
  const step = pause === undefined ? maxStepPoints : 0;
  if (pin !== undefined) {
    const allowed = allowedByPin(down, conditions);
    const target = allowedPart(pin, allowed);
    if (target !== undefined) {
      const budget = pointsOutside(row, allowed) + step;
      const next = withinBudget(row, wholePoints(target), allowed, budget);
      return { kind: "set", row: next, because: "pinned", permits: { ...permits, allowed } };
    }
  }
  if (!permits.allowed.includes(true)) {
    // Nobody is left: whoever is here is served here, if by anybody.
    return { kind: "set", row: allTo(entry, row.length), because: "local", permits };
  }
  const outside = pointsOutside(row, permits.allowed);
  const isBlind = conditions.blind[entry] === true || !permits.hasChoice;
  const stuck = pause === "frozen" ? pause : isBlind ? "blind" : undefined;
  if (stuck !== undefined && outside === 0) return { kind: "kept", because: stuck, permits };
  const isDraining = row.some(
    (points, region) => points > 0 && conditions.standing.drained[region] !== undefined,
  );
  return {
    kind: "placed",
    permits,
    outside,
    movable: stuck === undefined ? step : 0,
    isStuck: stuck !== undefined,
    mustMove: outside > 0 || isDraining,
  };
}

/** The pinned row on what is allowed of it, in points; nothing if that is nothing. */
function allowedPart(pin: Row, allowed: readonly boolean[]): number[] | undefined {
  const part = pin.map((points, region) => (allowed[region] === true ? points : 0));
  const sum = part.reduce((total, points) => total + points, 0);
  return sum === 0 ? undefined : part.map((points) => (points * 100) / sum);
}
