/** Costs closer to each other than this are the same; costs are expected around 1, penalties up to 10,000. */
const SAME_COST = 1e-7;

/** How many arcs that are in no fan are priced together. */
const BLOCK = 32;

/** Fans are searched until so many arcs have been found that lower the costs. */
const ENOUGH = 16;

/** No arc, or none any more. */
export const NO_ARC = -1;

/** What is known of each arc. */
export interface Arcs {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly cost: Float64Array;
  /** 1 if it is empty, -1 if it is full, 0 if it is in the tree. */
  readonly state: Int8Array;
}

/** Arcs that come first, `width` for each origin: from there to each of the first nodes, never full. */
export interface Fans {
  readonly origins: readonly number[];
  readonly width: number;
}

/**
 * Finds the arcs that would lower the costs. One search finds some of them, of which the best is taken
 * until none is left: to look for the very best each time takes longer than the flows that it saves.
 */
export class Pricing {
  private readonly candidates: Int32Array;
  private left = 0;
  private nextFan = 0;

  /**
   * @param price of a unit at each node, as it is at any time.
   * @param mostMore how many arcs there may be that are in no fan.
   */
  constructor(
    private readonly arcs: Arcs,
    private readonly price: Float64Array,
    private readonly fans: Fans,
    mostMore: number,
  ) {
    this.candidates = new Int32Array(ENOUGH + Math.ceil(mostMore / BLOCK));
  }

  /** How much dearer a unit gets by an arc than it could. */
  excess(arc: number): number {
    const { from, to, cost } = this.arcs;
    const { price } = this;
    return (cost[arc] ?? 0) + (price[from[arc] ?? 0] ?? 0) - (price[to[arc] ?? 0] ?? 0);
  }

  /** Looks for arcs to take, among the first `size`; whether there are any. */
  search(size: number): boolean {
    this.left = 0;
    this.searchFans();
    this.searchBlocks(size);
    return this.left > 0;
  }

  /** Takes the arc that lowers the costs most of those that have been found and still do. */
  take(): number {
    const { candidates } = this;
    let kept = 0;
    let least = -SAME_COST;
    for (let index = 0; index < this.left; index++) {
      const arc = candidates[index] ?? NO_ARC;
      const change = this.change(arc);
      if (change >= -SAME_COST) continue;
      candidates[kept] = arc;
      if (change < least) least = change;
      else {
        candidates[kept] = candidates[kept - 1] ?? NO_ARC;
        candidates[kept - 1] = arc;
      }
      kept++;
    }
    if (kept === 0) return NO_ARC;
    this.left = kept - 1;
    return candidates[this.left] ?? NO_ARC;
  }

  /** The best of each fan, from the one on where the last search ended; one in the tree is never better. */
  private searchFans(): void {
    const { price, candidates } = this;
    const { cost } = this.arcs;
    const { origins, width } = this.fans;
    for (let seen = 0; seen < origins.length && this.left < ENOUGH; seen++) {
      const fan = this.nextFan;
      this.nextFan = fan + 1 === origins.length ? 0 : fan + 1;
      const begin = fan * width;
      let least = -SAME_COST - (price[origins[fan] ?? 0] ?? 0);
      let best = NO_ARC;
      for (let node = 0; node < width; node++) {
        const dearer = (cost[begin + node] ?? 0) - (price[node] ?? 0);
        if (dearer >= least) continue;
        least = dearer;
        best = begin + node;
      }
      if (best !== NO_ARC) candidates[this.left++] = best;
    }
  }

  /** The best of each block of all other arcs. */
  private searchBlocks(size: number): void {
    const { origins, width } = this.fans;
    for (let arc = origins.length * width; arc < size;) {
      const end = Math.min(arc + BLOCK, size);
      let least = -SAME_COST;
      let best = NO_ARC;
      for (; arc < end; arc++) {
        const change = this.change(arc);
        if (change >= least) continue;
        least = change;
        best = arc;
      }
      if (best !== NO_ARC) this.candidates[this.left++] = best;
    }
  }

  /** What a unit more, or a unit less of a full one, would change the costs by. */
  private change(arc: number): number {
    return (this.arcs.state[arc] ?? 0) * this.excess(arc);
  }
}
