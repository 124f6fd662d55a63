import type { Topology } from "../../../config/topology";
import type { Weights } from "../../../routing/routes";
import type { DecisionSettings } from "../settings";
import { costsOf } from "./cost";
import { courseOf } from "./course";
import { explain } from "./explain";
import { spareHalf } from "./half-rule";
import { limitOf, pressures, roomOf, stepTiersOf, tiersOf } from "./headroom";
import { judge } from "./health";
import { observeLinks } from "./links";
import { type Memory, recall, type RegionHealth } from "./memory";
import { type Override, type Standing, standingOverrides } from "./override";
import { permitsOfAll } from "./permits";
import { planRows } from "./plan";
import type { Reason } from "./reason";
import { loadsOf, type Row, sameRow } from "./row";
import { hasFreshProbes, probeRows, type Snapshot, soundSignals } from "./snapshot";

/** All that a decision depends on. */
export interface Situation {
  readonly topology: Topology;
  readonly settings: DecisionSettings;
  readonly snapshot: Snapshot;
  /** `next` of the decision before; left out after a start. */
  readonly previous?: Memory;
  readonly overrides: readonly Override[];
  /** The time by the controller's own clock, ms. */
  readonly nowMs: number;
}

export type RegionState = "healthy" | "degraded" | "draining" | "failed" | "recovering";

/** Lists and matrices are in the order of the topology's regions; matrices are entry by region. */
export interface Decision {
  readonly regions: readonly string[];
  readonly states: readonly RegionState[];
  /** Points of 100 before they are rounded. */
  readonly matrix: readonly Row[];
  /** Whole points that sum to 100. A controller writes the row of its own entry. */
  readonly rows: readonly Row[];
  /** Entries whose row differs from the one that they serve: all that there is to write. */
  readonly changed: readonly string[];
  readonly reasons: readonly Reason[];
  readonly next: Memory;
}

/**
 * One step: what every region's state is and where every entry's requests go from here. The same
 * situation gives the same decision, whoever asks and however often.
 */
export function decide(situation: Situation): Decision {
  const { topology, settings, snapshot, nowMs } = situation;
  const staleMs = settings.staleness.signalsSeconds * 1_000;
  const memory = recall(situation.previous, topology, snapshot, nowMs, staleMs);
  const { regions } = memory;

  const probes = probeRows(snapshot, regions);
  const probesStaleMs = settings.staleness.probesSeconds * 1_000;
  const fresh = probes.map((row, entry) =>
    hasFreshProbes(snapshot[regions[entry] ?? ""], probesStaleMs) ? row : undefined,
  );
  const links = observeLinks(memory, fresh, settings.probes);
  const signals = regions.map((region) => soundSignals(snapshot[region], staleMs));
  const standing = standingOverrides(situation.overrides, memory, nowMs);
  const elapsedMs = nowMs - memory.atMs;
  const judged = memory.health.map((before, index) =>
    judge(
      before,
      {
        reach: links.reach[index] ?? "unknown",
        signals: signals[index],
        capacity: topology.regions[index]?.capacityIntentsPerMinute ?? 0,
      },
      settings,
      nowMs,
      elapsedMs,
    ),
  );
  const takenOut = regions.map((_, index) => isTakenOut(standing, index));
  const { health, spared } = spareHalf(memory.health, judged, takenOut);

  const conditions = { health, standing, blind: signals.map((one) => one === undefined) };
  const permits = permitsOfAll(links.down, conditions);
  const courses = permits.map((own, entry) =>
    courseOf(
      {
        entry,
        row: memory.rows[entry] ?? [],
        down: links.down[entry] ?? [],
        permits: own,
        pin: standing.pinned[entry],
        pause: pauseOf(memory, entry, standing, settings, nowMs),
      },
      conditions,
      settings.shift.maxStepPoints,
    ),
  );

  const demand = health.map(demandOf);
  const costs = costsOf(topology, probes, health, settings.assignment);
  const rooms = topology.regions.map((region, index) =>
    roomOf(region, health[index], standing.drained[index] !== undefined, settings.assignment),
  );
  const pressure = pressures(
    courses.map(({ permits }) => permits.allowed),
    demand,
    rooms,
  );
  const tiers = rooms.map((room, index) =>
    tiersOf(room, pressure[index], settings.assignment, rooms.length, costs.unit),
  );
  const { matrix, rows } = planRows(
    {
      before: memory.rows,
      courses,
      demand,
      cost: costs.perRequest,
      tiers,
      stepTiers: rooms.map((room, index) => stepTiersOf(room, pressure[index], rooms.length)),
      limits: rooms.map((room, index) => limitOf(room, pressure[index])),
    },
    settings.shift,
  );

  const hasChanged = rows.map((row, entry) => !sameRow(row, memory.rows[entry] ?? []));
  const loads = loadsOf(rows, demand);
  const outcome = {
    memory,
    links,
    health,
    signals,
    spared,
    standing,
    courses,
    rows,
    rooms,
    loads,
    demand,
  };
  return {
    regions,
    states: health.map(({ judgement }, index) =>
      takenOut[index] === true ? "draining" : judgement.state,
    ),
    matrix,
    rows,
    changed: regions.filter((_, entry) => hasChanged[entry]),
    reasons: explain(outcome, settings, nowMs),
    next: {
      regions,
      atMs: nowMs,
      health,
      down: links.down,
      rows,
      shiftedAtMs: memory.shiftedAtMs.map((at, entry) => (hasChanged[entry] === true ? nowMs : at)),
      accepted: standing.accepted.map(({ id }) => id),
    },
  };
}

/** What is written for an entry. */
export function weightsOf(
  { regions, rows }: Pick<Decision, "regions" | "rows">,
  entry: string,
): Weights {
  const row = rows[regions.indexOf(entry)];
  if (row === undefined) throw new Error(`The decision has no entry ${entry}.`);
  return Object.fromEntries(regions.map((region, index) => [region, row[index] ?? 0]));
}

/** An entry without requests is planned with one a minute, so that its row is ready for the next. */
const LEAST_DEMAND = 1;

const demandOf = ({ lastSound }: RegionHealth): number =>
  Math.max(LEAST_DEMAND, lastSound?.demandIntentsPerMinute ?? 0);

const isTakenOut = ({ drained, excluded }: Standing, index: number): boolean =>
  drained[index] !== undefined || excluded[index] !== undefined;

function pauseOf(
  { shiftedAtMs }: Memory,
  entry: number,
  { frozen }: Standing,
  { shift }: DecisionSettings,
  nowMs: number,
): "frozen" | "held-down" | undefined {
  if (frozen) return "frozen";
  const at = shiftedAtMs[entry];
  return at !== undefined && nowMs - at < shift.holdDownSeconds * 1_000 ? "held-down" : undefined;
}
