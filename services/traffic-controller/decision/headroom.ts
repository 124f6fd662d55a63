import type { Region } from "../../../config/topology";
import type { DecisionSettings } from "../settings";
import type { Tier, Tiers } from "./assignment";
import type { RegionHealth } from "./memory";

/** What a region can be planned with. */
export interface Room {
  /** Unbound intents/min that it takes, above 0. */
  readonly usable: number;
  /** `last`: only where the others have no room. `leaving`: takes nothing new. */
  readonly use: "first" | "last" | "leaving";
}

/** However much is bound to a region: what it is planned with at least, a share of its capacity. */
const LEAST_USABLE_RATIO = 0.01;

/** The room of a region: its usable capacity, less what is bound to it; a part of it on its way back. */
export function roomOf(
  { capacityIntentsPerMinute }: Pick<Region, "capacityIntentsPerMinute">,
  health: RegionHealth | undefined,
  isDrained: boolean,
  { usableRatio }: DecisionSettings["assignment"],
): Room {
  const judgement = health?.judgement;
  const share = judgement?.state === "recovering" ? judgement.share : 1;
  const bound = health?.lastSound?.boundIntentsPerMinute ?? 0;
  return {
    usable: Math.max(
      LEAST_USABLE_RATIO * capacityIntentsPerMinute,
      capacityIntentsPerMinute * usableRatio * share - bound,
    ),
    use: isDrained ? "leaving" : judgement?.state === "degraded" ? "last" : "first",
  };
}

/** How full a set of regions is that share their entries. */
export interface Pressure {
  /** Demand over the room of those that are used first. */
  readonly first: number;
  /** Demand over the room of all that are not leaving; above 1 there is no choice but overload. */
  readonly all: number;
}

/**
 * The pressure on each region: that of all entries and regions that are connected by what may be sent
 * where, since what one of them takes makes room in another.
 */
export function pressures(
  allowed: readonly (readonly boolean[])[],
  demand: readonly number[],
  rooms: readonly Room[],
): Pressure[] {
  const group = connected(allowed, rooms.length);
  const wanted = new Map<number, number>();
  const first = new Map<number, number>();
  const all = new Map<number, number>();
  const add = (map: Map<number, number>, key: number, amount: number): void => {
    map.set(key, (map.get(key) ?? 0) + amount);
  };
  allowed.forEach((row, entry) => {
    const region = row.indexOf(true);
    if (region !== -1) add(wanted, group[region] ?? region, demand[entry] ?? 0);
  });
  rooms.forEach(({ usable, use }, index) => {
    const key = group[index] ?? index;
    if (use === "first") add(first, key, usable);
    if (use !== "leaving") add(all, key, usable);
  });
  return rooms.map((_, index) => {
    const key = group[index] ?? index;
    const load = wanted.get(key) ?? 0;
    return { first: load / (first.get(key) ?? 0), all: load / (all.get(key) ?? 0) };
  });
}

/** For each region the number of its group: those that are connected by entries that may use both. */
function connected(allowed: readonly (readonly boolean[])[], regions: number): number[] {
  const group = Array.from({ length: regions }, (_, index) => index);
  for (const row of allowed) {
    const first = group[row.indexOf(true)];
    if (first === undefined) continue;
    for (let region = 0; region < regions; region++) {
      const other = group[region];
      if (row[region] !== true || other === first) continue;
      for (let index = 0; index < regions; index++)
        if (group[index] === other) group[index] = first;
    }
  }
  return group;
}

/** What a region that is drained costs, in steps: more than any overload. */
const LEAVING = 40;

/** Where overload begins, as multiples of what each region must take by its capacity. */
const OVERLOAD_RUNGS = [1.25, 1.5, 2, 3] as const;

/**
 * The tiers of a region. A penalty is that many times what any request's way can save, by moving it or
 * by moving any number of others for it, so no tier is used while one with a lower penalty has room;
 * but for the spill of `hybrid`, which weighs.
 *
 * @param regions how many there are, and so how long a chain of moves can get.
 * @param costUnit what a cost of 1 is, in the unit of the strategy.
 */
export function tiersOf(
  region: Room,
  pressure: Pressure | undefined,
  { strategy, spillFromRatio, spillMs, usableRatio }: DecisionSettings["assignment"],
  regions: number,
  costUnit: number,
): Tiers {
  const { usable, use } = region;
  const step = 2 * (regions + 1);
  if (use === "leaving") return [{ room: Infinity, penalty: LEAVING * step }];

  const tiers: Tier[] = [];
  if (use === "last") tiers.push({ room: usable, penalty: 2 * step });
  else if (strategy === "capacity") {
    const even = usable * Math.min(1, finite(pressure?.first));
    tiers.push({ room: even, penalty: 0 }, { room: usable - even, penalty: step });
  } else if (strategy === "hybrid") {
    const calm = (usable * spillFromRatio) / usableRatio;
    tiers.push(
      { room: calm, penalty: 0 },
      { room: usable - calm, penalty: Math.min(spillMs / costUnit, step) },
    );
  } else tiers.push({ room: usable, penalty: 0 });

  return [...tiers, ...overloadOf(region, pressure, step)];
}

/**
 * The tiers on the way from some rows to better ones: all that a region takes is the same, and more is
 * an overload.
 */
export function stepTiersOf(region: Room, pressure: Pressure | undefined, regions: number): Tiers {
  const step = 2 * (regions + 1);
  if (region.use === "leaving") return [{ room: Infinity, penalty: LEAVING * step }];
  const [, ...rungs] = overloadOf(region, pressure, 2 * step);
  return [{ room: limitOf(region, pressure), penalty: 0 }, ...rungs];
}

/** What a region must take at most, intents/min: where all are too full, its share by capacity. */
export const limitOf = ({ usable }: Room, pressure: Pressure | undefined): number =>
  usable * Math.max(1, finite(pressure?.all));

/** What is beyond a region's room: first what it must take as its share of an overload. */
function overloadOf(room: Room, pressure: Pressure | undefined, step: number): Tier[] {
  const fair = limitOf(room, pressure);
  const { usable } = room;
  const tiers: Tier[] = [{ room: fair - usable, penalty: 3 * step }];
  let reached = 1;
  OVERLOAD_RUNGS.forEach((multiple, rung) => {
    tiers.push({ room: fair * (multiple - reached), penalty: (4 + rung) * step });
    reached = multiple;
  });
  tiers.push({ room: Infinity, penalty: (4 + OVERLOAD_RUNGS.length) * step });
  return tiers;
}

const finite = (value = 1): number => (Number.isFinite(value) ? value : 1);

/** The tiers that are left when a load has filled the first of them. */
export function afterLoad(tiers: Tiers, load: number): Tier[] {
  let left = load;
  return tiers.map(({ room, penalty }) => {
    const taken = Math.min(left, room);
    left -= taken;
    return { room: room - taken, penalty };
  });
}
