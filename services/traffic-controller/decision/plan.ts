import type { DecisionSettings } from "../settings";
import { assign, type EntryDemand, type Tiers } from "./assignment";
import type { Course } from "./course";
import { loadsOf, pointsMoved, type Row, wholePoints, withinBudget } from "./row";
import { addShares, afterLoads, type Planning, type Target, targetOf } from "./target";

/** What the steps are planned by, beside what the target is. */
export interface StepPlanning extends Planning {
  /** What each region takes on the way to the target without being overloaded by it. */
  readonly stepTiers: readonly Tiers[];
}

export interface Plan {
  /** Points by entry and region that are aimed at, before they are rounded. */
  readonly matrix: readonly Row[];
  readonly rows: readonly Row[];
}

/**
 * The next rows of all entries: each goes towards the best rows of all together, as far as its course
 * lets it, and only if that is worth it. On the way no region is given more than it takes, so what has
 * to leave another one at once makes a detour where what it wants is still being cleared.
 */
export function planRows(planning: StepPlanning, shift: DecisionSettings["shift"]): Plan {
  const { before, courses, demand } = planning;
  const settled = before.map((row, entry) => {
    const course = courses[entry];
    return course?.kind === "set" ? course.row : row;
  });
  if (!courses.some(canMove)) return { matrix: settled, rows: settled };

  const target = targetOf(planning);
  const moving = courses.map((course, entry) =>
    isMoving(course, entry, target, shift) ? course : undefined,
  );
  // So it is in most ticks, which then cost no second assignment.
  if (moving.every((course) => course === undefined)) {
    return { matrix: target.matrix, rows: settled };
  }
  const shares = step(planning, settled, target, moving);
  const loads = loadsOf(settled, demand);
  const rows = shares.map((share, entry) => {
    const [course, row] = [moving[entry], settled[entry] ?? []];
    if (course === undefined) return row;
    const budget = course.outside + course.movable;
    const whole = withinBudget(row, wholePoints(share), course.permits.allowed, budget);
    const mayBeLittle = course.mustMove || relieves(row, whole, loads, planning.limits);
    return mayBeLittle || pointsMoved(row, whole) >= shift.minStepPoints ? whole : row;
  });
  return { matrix: target.matrix, rows };
}

type Placed = Extract<Course, { kind: "placed" }>;

const canMove = (course: Course): boolean =>
  course.kind === "placed" && course.outside + course.movable > 0;

/** Whether a row moves now: because it must, or for enough of a gain, its own or that of all. */
const isMoving = (
  course: Course,
  entry: number,
  { excessRatio, totalExcessRatio, relieves: isRelief }: Target,
  { leastGainRatio }: DecisionSettings["shift"],
): course is Placed =>
  course.kind === "placed" &&
  (course.outside > 0 ||
    (course.movable > 0 &&
      (course.mustMove ||
        isRelief ||
        totalExcessRatio > leastGainRatio ||
        (excessRatio[entry] ?? 0) > leastGainRatio)));

/** Whether a step takes something from a region that has too much. */
const relieves = (
  from: Row,
  to: Row,
  loads: readonly number[],
  limits: readonly number[],
): boolean =>
  from.some(
    (points, region) => points > (to[region] ?? 0) && (loads[region] ?? 0) > (limits[region] ?? 0),
  );

/** A point that stays where the target does not want it, as a cost. */
const STAY = 1;

/** A point that goes where the target does not want it either, beside the cost of the way. */
const DETOUR = 3;

/** The shares of all entries after a step, in points. */
function step(
  { demand, cost, stepTiers }: StepPlanning,
  settled: readonly Row[],
  target: Target,
  moving: readonly (Placed | undefined)[],
): number[][] {
  const inPlace = settled.map((row, entry) =>
    moving[entry] === undefined
      ? row
      : row.map((points, region) => Math.min(points, target.rows[entry]?.[region] ?? 0)),
  );
  const entries: EntryDemand[] = [];
  const places: number[] = [];
  moving.forEach((course, entry) => {
    if (course === undefined) return;
    const { allowed, open } = course.permits;
    const perPoint = (demand[entry] ?? 0) / 100;
    const [row, base, wanted] = [settled[entry] ?? [], inPlace[entry] ?? [], target.rows[entry]];
    places[entry] = entries.length;
    entries.push({
      homeless: course.outside * perPoint,
      kept: row.map((points, region) =>
        allowed[region] === true ? (points - (base[region] ?? 0)) * perPoint : 0,
      ),
      stayCost: STAY,
      movable: course.movable * perPoint,
      cost: open.map((is, region) => (is ? DETOUR + (cost[entry]?.[region] ?? 0) : Infinity)),
      wanted: row.map((_, region) => ((wanted?.[region] ?? 0) - (base[region] ?? 0)) * perPoint),
    });
  });
  const { flows } = assign(entries, afterLoads(stepTiers, loadsOf(inPlace, demand)));
  return inPlace.map((row, entry) => {
    const shares = [...row];
    addShares(shares, flows[places[entry] ?? -1] ?? [], (demand[entry] ?? 0) / 100);
    return shares;
  });
}
