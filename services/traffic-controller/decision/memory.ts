import type { Topology } from "../../../config/topology";
import { firstWeights } from "../../../routing/routes";
import type { Row } from "./row";
import type { Signals, Snapshot } from "./snapshot";

/** What is judged about a region without anybody's order. */
export type Judgement =
  | { readonly state: "healthy"; readonly sinceMs: number }
  | { readonly state: "degraded"; readonly sinceMs: number; readonly wellSinceMs?: number }
  | {
      readonly state: "failed";
      readonly sinceMs: number;
      readonly by: "probes" | "signals";
      readonly wellSinceMs?: number;
    }
  | {
      readonly state: "recovering";
      readonly sinceMs: number;
      /** Share of its capacity that the region is given, above 0 and below 1. */
      readonly share: number;
    };

/** What can be bad about a region's signals. */
export type Trigger = "success" | "collapse" | "latency" | "utilisation";

export interface RegionHealth {
  readonly judgement: Judgement;
  /** Since when each trigger has been bad without a break. */
  readonly badSinceMs: Readonly<Partial<Record<Trigger, number>>>;
  /** When it was last asked for more than it may be planned with. */
  readonly overloadedAtMs?: number;
  /** Times that it has left healthy, until that is forgiven; each doubles the next hold-off. */
  readonly relapses: number;
  /** The last signals that could be believed. */
  readonly lastSound?: Signals;
}

/**
 * All that a decision takes over from the one before. Lists and matrices, here and in the decision,
 * are in the order of `regions`, which is that of the topology; matrices are entry by region.
 */
export interface Memory {
  readonly regions: readonly string[];
  readonly atMs: number;
  readonly health: readonly RegionHealth[];
  /** Links that do not answer. */
  readonly down: readonly (readonly boolean[])[];
  /** The rows that are served, as far as is known. */
  readonly rows: readonly Row[];
  /** When an entry's row was last changed. */
  readonly shiftedAtMs: readonly (number | undefined)[];
  /** Overrides that have been accepted, by their ids. */
  readonly accepted: readonly string[];
}

/** The memory of a controller that has seen nothing: all is well, and each entry serves itself. */
export function firstMemory(topology: Topology, nowMs: number): Memory {
  const regions = topology.regions.map(({ name }) => name);
  return {
    regions,
    atMs: nowMs,
    health: regions.map(() => newHealth(nowMs)),
    down: regions.map(() => regions.map(() => false)),
    rows: regions.map((entry) => {
      const weights = firstWeights(topology, entry);
      return regions.map((region) => weights[region] ?? 0);
    }),
    shiftedAtMs: regions.map(() => undefined),
    accepted: [],
  };
}

const newHealth = (nowMs: number): RegionHealth => ({
  judgement: { state: "healthy", sinceMs: nowMs },
  badSinceMs: {},
  relapses: 0,
});

/**
 * The memory that a decision starts from: of the topology as it is now, and with the rows that are
 * really served. What happened while nobody looked proves nothing, so after a gap or a step of the
 * clock no trigger has been bad, nor any region well, for any time.
 *
 * @param gapMs time between two decisions from which there is a gap.
 */
export function recall(
  previous: Memory | undefined,
  topology: Topology,
  snapshot: Snapshot,
  nowMs: number,
  gapMs: number,
): Memory {
  const known = previous ?? firstMemory(topology, nowMs);
  const fitting = fits(known, topology) ? known : carriedOver(known, topology, nowMs);
  const elapsed = nowMs - fitting.atMs;
  return served(elapsed < 0 || elapsed > gapMs ? rested(fitting, nowMs) : fitting, snapshot, nowMs);
}

const fits = ({ regions }: Memory, topology: Topology): boolean =>
  regions.length === topology.regions.length &&
  regions.every((name, index) => name === topology.regions[index]?.name);

/** Keeps what is known of regions that stay; a row that names one that went starts anew. */
function carriedOver(known: Memory, topology: Topology, nowMs: number): Memory {
  const fresh = firstMemory(topology, nowMs);
  const before = fresh.regions.map((name) => known.regions.indexOf(name));
  const reordered = (row: Row): number[] => before.map((index) => row[index] ?? 0);
  return {
    ...fresh,
    atMs: known.atMs,
    accepted: known.accepted,
    health: fresh.health.map((one, index) => known.health[before[index] ?? -1] ?? one),
    down: fresh.down.map((row, entry) =>
      row.map((_, region) => known.down[before[entry] ?? -1]?.[before[region] ?? -1] ?? false),
    ),
    rows: fresh.rows.map((row, index) => {
      const old = known.rows[before[index] ?? -1];
      const kept = old === undefined ? row : reordered(old);
      return kept.reduce((sum, points) => sum + points, 0) === 100 ? kept : row;
    }),
    shiftedAtMs: before.map((index) => known.shiftedAtMs[index]),
  };
}

function rested(known: Memory, nowMs: number): Memory {
  return {
    ...known,
    atMs: nowMs,
    health: known.health.map((one) => ({
      ...one,
      badSinceMs: {},
      ...(one.overloadedAtMs !== undefined && {
        overloadedAtMs: Math.min(one.overloadedAtMs, nowMs),
      }),
      judgement: restedJudgement(one.judgement, nowMs),
    })),
    shiftedAtMs: known.shiftedAtMs.map((at) => (at === undefined ? at : Math.min(at, nowMs))),
  };
}

function restedJudgement(judgement: Judgement, nowMs: number): Judgement {
  const sinceMs = Math.min(judgement.sinceMs, nowMs);
  switch (judgement.state) {
    case "healthy":
      return { state: "healthy", sinceMs };
    case "degraded":
      return { state: "degraded", sinceMs };
    case "failed":
      return { state: "failed", sinceMs, by: judgement.by };
    case "recovering":
      return { ...judgement, sinceMs };
  }
}

/** Believes an entry's own word about the row that it serves, if that is a row. */
function served(known: Memory, snapshot: Snapshot, nowMs: number): Memory {
  const rows = [...known.rows];
  const shiftedAtMs = [...known.shiftedAtMs];
  known.regions.forEach((entry, index) => {
    const weights = snapshot[entry]?.served;
    if (weights === undefined) return;
    const row = rowOf(weights, known.regions);
    if (row === undefined || row.every((points, region) => points === rows[index]?.[region]))
      return;
    rows[index] = row;
    shiftedAtMs[index] = nowMs;
  });
  return { ...known, rows, shiftedAtMs };
}

/** Weights as a row, unless they are none: whole points of exactly these regions that sum to 100. */
export function rowOf(
  weights: Readonly<Record<string, number>>,
  regions: readonly string[],
): number[] | undefined {
  const row = regions.map((region) => weights[region] ?? Number.NaN);
  const isRow =
    Object.keys(weights).length === regions.length &&
    row.every((points) => Number.isInteger(points) && points >= 0) &&
    row.reduce((sum, points) => sum + points, 0) === 100;
  return isRow ? row : undefined;
}
