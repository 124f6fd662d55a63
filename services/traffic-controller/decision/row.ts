/** An entry's shares of 100 points, in the order of the topology's regions. */
export type Row = readonly number[];

/** Floats that are whole but for rounding count as whole. */
const ROUNDING = 1e-6;

/**
 * Whole points that sum to 100, by the largest remainder; where remainders are equal, the region
 * that is first in the topology gets the point. What is nothing stays nothing.
 *
 * @param shares points that sum to 100 but for rounding, none below zero.
 */
export function wholePoints(shares: Row): number[] {
  const points: number[] = [];
  let missing = 100;
  for (let region = 0; region < shares.length; region++) {
    const whole = Math.floor((shares[region] ?? 0) + ROUNDING);
    points.push(whole);
    missing -= whole;
  }
  for (; missing > 0; missing--) {
    const region = largest(shares.map((share, index) => share - (points[index] ?? 0)));
    if (region === undefined) break;
    points[region] = (points[region] ?? 0) + 1;
  }
  return points;
}

/** How many points move from one region to another between two rows. */
export function pointsMoved(from: Row, to: Row): number {
  let sum = 0;
  for (let region = 0; region < from.length; region++) {
    sum += Math.max(0, (from[region] ?? 0) - (to[region] ?? 0));
  }
  return sum;
}

/** Points on regions that the entry must leave at once. */
export function pointsOutside(row: Row, allowed: readonly boolean[]): number {
  let sum = 0;
  for (let region = 0; region < row.length; region++) {
    if (allowed[region] !== true) sum += row[region] ?? 0;
  }
  return sum;
}

/**
 * Goes back from a row towards the one before until no more than `budget` points have moved: rounding
 * may add a point or two to a step that was within it. Points on regions that must be left are never
 * given back, and have to be part of the budget.
 */
export function withinBudget(
  from: Row,
  wanted: Row,
  allowed: readonly boolean[],
  budget: number,
): number[] {
  const row = [...wanted];
  for (let excess = pointsMoved(from, row) - budget; excess > 0; excess--) {
    const gainer = largest(row.map((points, index) => points - (from[index] ?? 0)));
    const loser = largest(
      row.map((points, index) => (allowed[index] === true ? (from[index] ?? 0) - points : 0)),
    );
    if (gainer === undefined || loser === undefined) break;
    row[gainer] = (row[gainer] ?? 0) - 1;
    row[loser] = (row[loser] ?? 0) + 1;
  }
  return row;
}

/** The first of the largest values above zero. */
function largest(values: readonly number[]): number | undefined {
  let best: number | undefined;
  let most = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0;
    if (value <= most) continue;
    most = value;
    best = index;
  }
  return best;
}

/** Whether two rows say the same. */
export const sameRow = (one: Row, other: Row): boolean =>
  one.length === other.length && one.every((points, index) => points === other[index]);

/** All of an entry's requests to one region. */
export const allTo = (region: number, regions: number): number[] =>
  Array.from({ length: regions }, (_, index) => (index === region ? 100 : 0));

/** What each region gets by rows, intents/min; `demand` is that of each entry. */
export function loadsOf(rows: readonly Row[], demand: readonly number[]): number[] {
  const loads = rows.map(() => 0);
  for (let entry = 0; entry < rows.length; entry++) {
    const row = rows[entry] ?? [];
    const perPoint = (demand[entry] ?? 0) / 100;
    for (let region = 0; region < row.length; region++) {
      const points = row[region] ?? 0;
      if (points > 0) loads[region] = (loads[region] ?? 0) + points * perPoint;
    }
  }
  return loads;
}
