import { FlowTree } from "./flow-tree";

/** Whether an arc is in the tree, or else empty or full. */
const IN_TREE = 0;
const EMPTY = 1;
const FULL = -1;

/** Costs closer to each other than this are the same; costs are expected around 1, penalties up to 10,000. */
const SAME_COST = 1e-7;

/**
 * Places, and ways between them that take some flow at some cost a unit. Both are numbers, and what is
 * known of them is in typed arrays: with an object for each way, a hundred regions take twice as long.
 */
export class FlowNetwork {
  /** What goes by each arc. */
  private readonly flow: Float64Array;
  private readonly from: Int32Array;
  private readonly to: Int32Array;
  private readonly capacity: Float64Array;
  private readonly cost: Float64Array;
  private readonly state: Int8Array;
  private readonly tree: FlowTree;
  private arcs = 0;

  /** How many arcs there are. */
  get size(): number {
    return this.arcs;
  }

  constructor(nodes: number, mostArcs: number) {
    this.flow = new Float64Array(mostArcs);
    this.from = new Int32Array(mostArcs);
    this.to = new Int32Array(mostArcs);
    this.capacity = new Float64Array(mostArcs);
    this.cost = new Float64Array(mostArcs);
    this.state = new Int8Array(mostArcs);
    this.tree = new FlowTree(nodes, this.from, this.cost);
  }

  /** A way for as much as `capacity`, empty at first. */
  add(from: number, to: number, capacity: number, cost: number): number {
    const arc = this.arcs++;
    this.from[arc] = from;
    this.to[arc] = to;
    this.capacity[arc] = capacity;
    this.cost[arc] = cost;
    this.state[arc] = EMPTY;
    return arc;
  }

  /** Puts an arc that leads on from a node into the tree, with the flow that it has. */
  hangBy(arc: number, flow: number): void {
    this.state[arc] = IN_TREE;
    this.flow[arc] = flow;
    this.tree.attach(this.from[arc] ?? 0, this.to[arc] ?? 0, arc);
  }

  /** Starts with an arc that takes all it can. */
  fill(arc: number): void {
    this.state[arc] = FULL;
    this.flow[arc] = this.capacity[arc] ?? 0;
  }

  /** How much dearer a unit gets by an arc than it could, by the tree that there is. */
  excess(arc: number): number {
    const { price } = this.tree;
    return (
      (this.cost[arc] ?? 0) + (price[this.from[arc] ?? 0] ?? 0) - (price[this.to[arc] ?? 0] ?? 0)
    );
  }

  /** What arrives at each of the first nodes by the arcs from `begin` to before `end`. */
  arrivals(begin: number, end: number, nodes: number): number[] {
    const amounts = new Array<number>(nodes).fill(0);
    for (let arc = begin; arc < end; arc++) {
      const node = this.to[arc] ?? 0;
      amounts[node] = (amounts[node] ?? 0) + (this.flow[arc] ?? 0);
    }
    return amounts;
  }

  /**
   * Makes the flow the cheapest one: the network simplex method with strongly feasible trees, so that
   * ties cannot make it run in circles. The same network in the same order gives the same flow to the
   * last bit.
   *
   * It starts from a flow that is possible, and is the quicker the better that is. Every node but the
   * root has been hung on a tree by `hangBy`, whose arcs take more flow towards the root; every other
   * arc is empty or has been filled.
   */
  minimise(root: number): void {
    this.tree.settleBelow(root);
    // Exact arithmetic needs no bound. With rounding, a flow that is cheap to the last digit will do.
    let position = 0;
    for (let pivots = 100 * this.arcs; pivots > 0; pivots--) {
      const entering = this.entering(position);
      if (entering === undefined) return;
      position = entering.next;
      this.pivot(entering.arc);
    }
  }

  /** An arc that would lower the costs: the best of a block, from a position on, block after block. */
  private entering(start: number): { readonly arc: number; readonly next: number } | undefined {
    const { arcs, from, to, cost, state } = this;
    const { price } = this.tree;
    const block = Math.max(10, Math.ceil(Math.sqrt(arcs)));
    let best = -1;
    let gain = -SAME_COST;
    let leftInBlock = block;
    let position = start;
    for (let seen = 0; seen < arcs; seen++) {
      const arc = position;
      position = position + 1 === arcs ? 0 : position + 1;
      const side = state[arc] ?? IN_TREE;
      if (side !== IN_TREE) {
        const dearer = (cost[arc] ?? 0) + (price[from[arc] ?? 0] ?? 0) - (price[to[arc] ?? 0] ?? 0);
        const change = side === EMPTY ? dearer : -dearer;
        if (change < gain) {
          gain = change;
          best = arc;
        }
      }
      if (--leftInBlock > 0) continue;
      if (best !== -1) break;
      leftInBlock = block;
    }
    return best === -1 ? undefined : { arc: best, next: position };
  }

  /** Sends as much as fits around the circle that the arc closes; whatever is full or empty leaves. */
  private pivot(entering: number): void {
    const { tree } = this;
    const { parent } = tree;
    const forward = this.state[entering] === EMPTY;
    const [from, to] = [this.from[entering] ?? 0, this.to[entering] ?? 0];
    const first = forward ? from : to;
    const second = forward ? to : from;
    const apex = tree.nearestCommonAncestor(first, second);

    let amount = this.capacity[entering] ?? 0;
    let leaving = -1;
    let leavesBefore = false;
    for (let node = first; node !== apex; node = parent[node] ?? apex) {
      const room = this.roomAt(node, false);
      if (room < amount) {
        amount = room;
        leaving = node;
        leavesBefore = true;
      }
    }
    for (let node = second; node !== apex; node = parent[node] ?? apex) {
      const room = this.roomAt(node, true);
      if (room <= amount) {
        amount = room;
        leaving = node;
        leavesBefore = false;
      }
    }

    if (amount > 0) {
      this.send(entering, forward ? amount : -amount);
      for (let node = first; node !== apex; node = parent[node] ?? apex) this.push(node, -amount);
      for (let node = second; node !== apex; node = parent[node] ?? apex) this.push(node, amount);
    }
    if (leaving === -1) {
      this.settleAt(entering, forward ? FULL : EMPTY);
      return;
    }
    this.leaveTree(tree.link[leaving] ?? 0);
    this.state[entering] = IN_TREE;
    if (leavesBefore) tree.hang(first, second, entering, leaving);
    else tree.hang(second, first, entering, leaving);
  }

  /** How much more flow a node's link takes towards the parent, or away from it. */
  private roomAt(node: number, upwards: boolean): number {
    const link = this.tree.link[node] ?? 0;
    const flow = this.flow[link] ?? 0;
    return (this.from[link] === node) === upwards ? (this.capacity[link] ?? 0) - flow : flow;
  }

  private push(node: number, upwards: number): void {
    const link = this.tree.link[node] ?? 0;
    this.send(link, this.from[link] === node ? upwards : -upwards);
  }

  private send(arc: number, amount: number): void {
    this.flow[arc] = (this.flow[arc] ?? 0) + amount;
  }

  /** What is next to empty or full is exactly so from here on, or rounding would add up. */
  private leaveTree(link: number): void {
    const isEmpty = (this.flow[link] ?? 0) * 2 <= (this.capacity[link] ?? 0);
    this.settleAt(link, isEmpty ? EMPTY : FULL);
  }

  private settleAt(arc: number, state: typeof EMPTY | typeof FULL): void {
    this.state[arc] = state;
    this.flow[arc] = state === EMPTY ? 0 : (this.capacity[arc] ?? 0);
  }
}
