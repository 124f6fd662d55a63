import { assign, penaltyOf, type Tiers } from "./assignment";
import type { Course } from "./course";
import { afterLoad } from "./headroom";
import { loadsOf, type Row, wholePoints } from "./row";

/** What the rows are planned by. Lists and matrices are in the order of the topology's regions. */
export interface Planning {
  readonly before: readonly Row[];
  readonly courses: readonly Course[];
  /** Unbound requests of each entry, intents/min, above 0. */
  readonly demand: readonly number[];
  /** Cost of a request by entry and region, 1 at most. */
  readonly cost: readonly (readonly number[])[];
  readonly tiers: readonly Tiers[];
  /** What each region must take at most, its share of an overload included, intents/min. */
  readonly limits: readonly number[];
}

/** Where all requests would be best, whatever way there is to it. */
export interface Target {
  /** Points before they are rounded. */
  readonly matrix: readonly Row[];
  readonly rows: readonly Row[];
  /** By entry: how much dearer what would move is now, as a ratio of what it costs then. */
  readonly excessRatio: readonly number[];
  /** The same of all rows together. */
  readonly totalExcessRatio: number;
  /** Whether the rows give some regions more than they must take, and the target does less so. */
  readonly relieves: boolean;
}

/**
 * The best rows for all entries together. It depends on what all controllers know alike, and not on
 * the rows that are served, but for those that must not be touched: so controllers that see each other
 * late still want the same.
 */
export function targetOf({ before, courses, demand, cost, tiers, limits }: Planning): Target {
  const fixed = before.map((row, entry) => fixedPart(row, courses[entry]));
  const left = afterLoads(tiers, loadsOf(fixed, demand));
  const free = courses.flatMap((course, entry) => (course.kind === "placed" ? [entry] : []));
  const { flows, excess } = assign(
    free.map((entry) => ({
      homeless: ((demand[entry] ?? 0) / 100) * (100 - sum(fixed[entry] ?? [])),
      kept: [],
      stayCost: 0,
      movable: 0,
      cost: openCosts(courses[entry], cost[entry] ?? []),
      wanted: [],
    })),
    left,
  );

  const matrix = fixed.map((row) => [...row]);
  const excessRatio = fixed.map(() => 0);
  free.forEach((entry, index) => {
    const perPoint = (demand[entry] ?? 0) / 100;
    const row = matrix[entry] ?? [];
    addShares(row, flows[index] ?? [], perPoint);
    excessRatio[entry] = excessOf(
      before[entry] ?? [],
      row,
      (region) => excess(index, region),
      cost[entry] ?? [],
    );
  });
  const rows = matrix.map(wholePoints);
  const [loadsBefore, loadsThen] = [loadsOf(before, demand), loadsOf(rows, demand)];
  const is = waysOf(before, demand, cost) + penaltiesOf(loadsBefore, tiers);
  const best = waysOf(rows, demand, cost) + penaltiesOf(loadsThen, tiers);
  return {
    matrix,
    rows,
    excessRatio,
    totalExcessRatio: is <= best ? 0 : (is - best) / best,
    relieves: overload(loadsBefore, limits) > overload(loadsThen, limits) + ROUNDING,
  };
}

/** Adds what flows, intents/min, to points that are worth so many each. */
export function addShares(row: number[], flows: readonly number[], perPoint: number): void {
  for (let region = 0; region < row.length; region++) {
    row[region] = (row[region] ?? 0) + (flows[region] ?? 0) / perPoint;
  }
}

/** How much dearer a row is than the best one, by the points that differ. */
function excessOf(
  row: Row,
  best: Row,
  excess: (region: number) => number,
  cost: readonly number[],
): number {
  let dearer = 0;
  let moved = 0;
  let bestCost = 0;
  for (let region = 0; region < row.length; region++) {
    const share = best[region] ?? 0;
    const surplus = (row[region] ?? 0) - share;
    if (surplus > ROUNDING) {
      dearer += surplus * excess(region);
      moved += surplus;
    }
    if (share > 0) bestCost += (share / 100) * (cost[region] ?? 0);
  }
  return dearer <= ROUNDING ? 0 : dearer / (moved * bestCost);
}

/** Sums of costs below this are none. */
const ROUNDING = 1e-6;

/** Points that stay as they are: a row that must not move keeps all that it may keep. */
function fixedPart(row: Row, course: Course | undefined): Row {
  if (course === undefined || course.kind === "kept") return row;
  if (course.kind === "set") return course.row;
  const { allowed, held } = course.permits;
  const keeps = course.isStuck ? allowed : held;
  return row.map((points, region) => (keeps[region] === true ? points : 0));
}

const openCosts = (course: Course | undefined, cost: readonly number[]): number[] =>
  cost.map((one, region) => (course?.permits.open[region] === true ? one : Infinity));

/** The tiers that are left when loads have filled the first of them. */
export const afterLoads = (tiers: readonly Tiers[], loads: readonly number[]): Tiers[] =>
  tiers.map((one, region) => afterLoad(one, loads[region] ?? 0));

/** What the ways of all requests cost. */
const waysOf = (
  rows: readonly Row[],
  demand: readonly number[],
  cost: readonly (readonly number[])[],
): number =>
  sum(
    rows.map((row, entry) => {
      const own = cost[entry] ?? [];
      let perHundred = 0;
      for (let region = 0; region < row.length; region++) {
        const points = row[region] ?? 0;
        if (points > 0) perHundred += points * (own[region] ?? 0);
      }
      return (perHundred * (demand[entry] ?? 0)) / 100;
    }),
  );

const penaltiesOf = (loads: readonly number[], tiers: readonly Tiers[]): number =>
  loads.reduce((total, load, region) => total + penaltyOf(tiers[region] ?? [], load), 0);

/** What is beyond the limits of all regions, intents/min. */
const overload = (loads: readonly number[], limits: readonly number[]): number =>
  loads.reduce((total, load, region) => total + Math.max(0, load - (limits[region] ?? 0)), 0);

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);
