import { FlowNetwork } from "./min-cost-flow";

/** What an entry has to place, in intents/min; lists are by region. */
export interface EntryDemand {
  /** Requests that have no place yet. */
  readonly homeless: number;
  /** Requests that have one, and may stay there at a cost of `stayCost` each. */
  readonly kept: readonly number[];
  readonly stayCost: number;
  /** How many of the kept ones may move too. */
  readonly movable: number;
  /** What a request costs by region; `Infinity` where none may go. */
  readonly cost: readonly number[];
  /** Requests that may go to a region for nothing. */
  readonly wanted: readonly number[];
}

/** Room of a region, in intents/min, and what it costs to use it. */
export interface Tier {
  readonly room: number;
  readonly penalty: number;
}

/** The tiers of a region, in the order of their penalties; the last one has room for everybody. */
export type Tiers = readonly Tier[];

/** Who goes where. Matrices are by entry and region. */
export interface Assignment {
  /** Intents/min. */
  readonly flows: number[][];
  /** How much dearer a request is in a region than it could be, all that it displaces included. */
  readonly excess: (entry: number, region: number) => number;
}

/**
 * Places all requests as cheaply as possible: a transportation problem, solved exactly.
 *
 * @throws Error if an entry has no region to go to.
 */
export function assign(entries: readonly EntryDemand[], tiers: readonly Tiers[]): Assignment {
  const regions = tiers.length;
  // Nodes: the regions, where they all lead to, and two of each entry: where its requests begin, and
  // where those go on from that move. An entry that keeps nothing does without the first.
  const sink = regions;
  const sourceOf = (index: number): number => sink + 1 + 2 * index;
  const network = new FlowNetwork(
    regions + 1 + 2 * entries.length,
    { origins: entries.map((_, index) => sourceOf(index) + 1), width: regions },
    entries.reduce((sum, { kept, wanted }) => sum + 1 + positive(kept) + positive(wanted), 0) +
      tiers.reduce((sum, { length }) => sum + length, 0),
  );
  const loads = tiers.map(() => 0);
  const ways = entries.map(({ homeless, kept, stayCost, movable, cost, wanted }, index) => {
    const source = sourceOf(index);
    const mover = source + 1;
    const begin = network.size;
    for (let region = 0; region < kept.length; region++) {
      const amount = kept[region] ?? 0;
      if (amount <= 0) continue;
      loads[region] = (loads[region] ?? 0) + amount;
      network.fill(network.add(source, region, amount, stayCost));
    }
    for (let region = 0; region < wanted.length; region++) {
      const amount = wanted[region] ?? 0;
      if (amount > 0) network.add(mover, region, amount, 0);
    }
    const end = network.size;
    network.open(index, cost);
    const first = cheapest(cost, tiers, loads);
    loads[first] = (loads[first] ?? 0) + homeless;
    network.hangBy(index * regions + first, homeless);
    if (positive(kept) > 0) {
      // A little more than what has to move, since a tree must have room on the way to its root.
      const budget = homeless + Math.max(movable, LEAST_MOVABLE);
      network.hangBy(network.add(source, mover, budget, 0), homeless);
    }
    return { begin, end };
  });
  tiers.forEach((one, region) => {
    pour(network, region, sink, one, loads[region] ?? 0);
  });
  network.minimise(sink);
  return {
    flows: ways.map(({ begin, end }, index) => {
      const flows = tiers.map(() => 0);
      network.addArrivals(begin, end, flows);
      network.addArrivals(index * regions, (index + 1) * regions, flows);
      return flows;
    }),
    excess: (entry, region) => network.excess(entry * regions + region),
  };
}

/** How many amounts there are that are some. */
function positive(amounts: readonly number[]): number {
  let count = 0;
  for (let index = 0; index < amounts.length; index++) if ((amounts[index] ?? 0) > 0) count++;
  return count;
}

/** So little, in intents/min, that no row notices. */
const LEAST_MOVABLE = 1e-6;

/** The region where the first of an entry's requests are best off: a start, not a solution. */
function cheapest(
  costs: EntryDemand["cost"],
  tiers: readonly Tiers[],
  loads: readonly number[],
): number {
  let best: number | undefined;
  let least = Infinity;
  for (let region = 0; region < costs.length; region++) {
    const way = costs[region] ?? Infinity;
    if (way >= least) continue;
    const cost = way + nextPenalty(tiers[region] ?? [], loads[region] ?? 0);
    if (cost >= least) continue;
    least = cost;
    best = region;
  }
  if (best === undefined) throw new Error("An entry has no region to go to.");
  return best;
}

/** What one more request costs a region that has some. */
function nextPenalty(tiers: Tiers, load: number): number {
  let left = load;
  for (const { room, penalty } of tiers) {
    if (left < room) return penalty;
    left -= room;
  }
  return 0;
}

/** Fills a region's tiers with what comes to it at first. */
function pour(
  network: FlowNetwork,
  region: number,
  sink: number,
  tiers: Tiers,
  load: number,
): void {
  let left = load;
  let hung = false;
  for (const { room, penalty } of tiers) {
    if (room === 0) continue;
    const arc = network.add(region, sink, room, penalty);
    if (hung) continue;
    if (left < room) {
      network.hangBy(arc, left);
      hung = true;
    } else {
      network.fill(arc);
      left -= room;
    }
  }
}

/** What a load of a region costs beyond its way, in penalties times intents/min. */
export function penaltyOf(tiers: Tiers, load: number): number {
  let left = load;
  let sum = 0;
  for (const { room, penalty } of tiers) {
    const taken = Math.min(left, room);
    sum += taken * penalty;
    left -= taken;
    if (left <= 0) break;
  }
  return sum;
}
