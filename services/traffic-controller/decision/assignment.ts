import { FlowArc, FlowNode, fill, hangBy, minimumCostFlow } from "./min-cost-flow";

/** What an entry has to place, in intents/min; lists are by region. */
export interface EntryDemand {
  /** Requests that have no place yet. */
  readonly homeless: number;
  /** Requests that have one, and may stay there at a cost of `stayCost` each. */
  readonly kept: readonly number[];
  readonly stayCost: number;
  /** How many of the kept ones may move too. */
  readonly movable: number;
  /** What a request costs by region; left out where none may go. */
  readonly cost: readonly (number | undefined)[];
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
  const sink = new FlowNode();
  const regions = tiers.map(() => new FlowNode());
  const arcs: FlowArc[] = [];
  const loads = tiers.map(() => 0);
  const ways = entries.map((entry) => {
    const source = new FlowNode();
    const mover = new FlowNode();
    const stay = regions.map((region, index) => {
      const kept = entry.kept[index] ?? 0;
      if (kept <= 0) return undefined;
      loads[index] = (loads[index] ?? 0) + kept;
      return filled(new FlowArc(source, region, kept, entry.stayCost), arcs);
    });
    const want = regions.map((region, index) => {
      const wanted = entry.wanted[index] ?? 0;
      return wanted <= 0 ? undefined : added(new FlowArc(mover, region, wanted, 0), arcs);
    });
    const go = regions.map((region, index) => {
      const cost = entry.cost[index];
      return cost === undefined
        ? undefined
        : added(new FlowArc(mover, region, Infinity, cost), arcs);
    });
    const first = cheapest(go, tiers, loads);
    loads[first.index] = (loads[first.index] ?? 0) + entry.homeless;
    hangBy(first.arc, entry.homeless);
    // A little more than what has to move, since a tree must have room on the way to its root.
    const budget = entry.homeless + Math.max(entry.movable, LEAST_MOVABLE);
    hangBy(added(new FlowArc(source, mover, budget, 0), arcs), entry.homeless);
    return { stay, want, go };
  });
  regions.forEach((region, index) => {
    pour(region, sink, tiers[index] ?? [], loads[index] ?? 0, arcs);
  });
  minimumCostFlow(sink, arcs);
  return {
    flows: ways.map(({ stay, want, go }) =>
      regions.map(
        (_, region) =>
          (stay[region]?.flow ?? 0) + (want[region]?.flow ?? 0) + (go[region]?.flow ?? 0),
      ),
    ),
    excess: (entry, region) => {
      const arc = ways[entry]?.go[region];
      return arc === undefined ? Infinity : arc.cost + arc.from.price - arc.to.price;
    },
  };
}

/** So little, in intents/min, that no row notices. */
const LEAST_MOVABLE = 1e-6;

function added(arc: FlowArc, arcs: FlowArc[]): FlowArc {
  arcs.push(arc);
  return arc;
}

function filled(arc: FlowArc, arcs: FlowArc[]): FlowArc {
  fill(arc);
  return added(arc, arcs);
}

/** Where the first of an entry's requests are best off, as things are: a start, not a solution. */
function cheapest(
  arcs: readonly (FlowArc | undefined)[],
  tiers: readonly Tiers[],
  loads: readonly number[],
): { readonly arc: FlowArc; readonly index: number } {
  let best: { arc: FlowArc; index: number } | undefined;
  let least = Infinity;
  for (let index = 0; index < arcs.length; index++) {
    const arc = arcs[index];
    if (arc === undefined || arc.cost >= least) continue;
    const cost = arc.cost + nextPenalty(tiers[index] ?? [], loads[index] ?? 0);
    if (cost >= least) continue;
    least = cost;
    best = { arc, index };
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
function pour(region: FlowNode, sink: FlowNode, tiers: Tiers, load: number, arcs: FlowArc[]): void {
  let left = load;
  let hung = false;
  for (const { room, penalty } of tiers) {
    const arc = added(new FlowArc(region, sink, room, penalty), arcs);
    if (hung) continue;
    if (left < room) {
      hangBy(arc, left);
      hung = true;
    } else {
      fill(arc);
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
