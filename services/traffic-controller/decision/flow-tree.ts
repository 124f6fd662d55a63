const NONE = -1;

/**
 * The tree of a network simplex: every node but the root hangs by a link, an arc, in either direction.
 * Nodes and arcs are numbers.
 */
export class FlowTree {
  readonly parent: Int32Array;
  /** The arc between each node and its parent. */
  readonly link: Int32Array;
  /** Price of a unit at each node, by the costs of the links. */
  readonly price: Float64Array;
  private readonly depth: Int32Array;
  private readonly firstChild: Int32Array;
  private readonly nextSibling: Int32Array;
  private readonly previousSibling: Int32Array;

  /** @param from where each arc begins; `cost` is what a unit costs by it. */
  constructor(
    nodes: number,
    private readonly from: Int32Array,
    private readonly cost: Float64Array,
  ) {
    this.parent = new Int32Array(nodes).fill(NONE);
    this.link = new Int32Array(nodes).fill(NONE);
    this.price = new Float64Array(nodes);
    this.depth = new Int32Array(nodes);
    this.firstChild = new Int32Array(nodes).fill(NONE);
    this.nextSibling = new Int32Array(nodes).fill(NONE);
    this.previousSibling = new Int32Array(nodes).fill(NONE);
  }

  attach(node: number, parent: number, link: number): void {
    this.parent[node] = parent;
    this.link[node] = link;
    const sibling = this.firstChild[parent] ?? NONE;
    this.previousSibling[node] = NONE;
    this.nextSibling[node] = sibling;
    if (sibling !== NONE) this.previousSibling[sibling] = node;
    this.firstChild[parent] = node;
  }

  /** Depths and prices of all that hangs below the root. */
  settleBelow(root: number): void {
    let node = this.firstChild[root] ?? NONE;
    for (; node !== NONE; node = this.nextSibling[node] ?? NONE) this.settle(node);
  }

  nearestCommonAncestor(one: number, other: number): number {
    const { depth, parent } = this;
    while (one !== other) {
      if ((depth[one] ?? 0) >= (depth[other] ?? 0)) one = parent[one] ?? NONE;
      else other = parent[other] ?? NONE;
    }
    return one;
  }

  /** Turns the branch up to `top` around, so that `moved` is its top, and hangs it below `anchor`. */
  hang(moved: number, anchor: number, link: number, top: number): void {
    let parent = anchor;
    let by = link;
    for (let node = moved; ;) {
      const next = this.parent[node] ?? NONE;
      const nextBy = this.link[node] ?? NONE;
      this.detach(node);
      this.attach(node, parent, by);
      if (node === top) break;
      parent = node;
      by = nextBy;
      node = next;
    }
    this.settle(moved);
  }

  private detach(node: number): void {
    const previous = this.previousSibling[node] ?? NONE;
    const next = this.nextSibling[node] ?? NONE;
    if (previous !== NONE) this.nextSibling[previous] = next;
    else this.firstChild[this.parent[node] ?? NONE] = next;
    if (next !== NONE) this.previousSibling[next] = previous;
  }

  /** Depths and prices of a branch, from its top down. */
  private settle(top: number): void {
    const { parent, link, price, depth, firstChild, nextSibling, from, cost } = this;
    let node = top;
    for (;;) {
      const above = parent[node] ?? NONE;
      const by = link[node] ?? NONE;
      depth[node] = (depth[above] ?? 0) + 1;
      const step = cost[by] ?? 0;
      price[node] = from[by] === node ? (price[above] ?? 0) - step : (price[above] ?? 0) + step;
      const child = firstChild[node] ?? NONE;
      if (child !== NONE) {
        node = child;
        continue;
      }
      while (node !== top && nextSibling[node] === NONE) node = parent[node] ?? NONE;
      if (node === top) return;
      node = nextSibling[node] ?? NONE;
    }
  }
}
