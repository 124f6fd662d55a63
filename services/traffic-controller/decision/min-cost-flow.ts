import { FlowTree } from "./flow-tree";
import { type Fans, NO_ARC, Pricing } from "./pricing";

/** Whether an arc is in the tree, or else empty or full. */
const IN_TREE = 0;
const EMPTY = 1;
const FULL = -1;

/**
 * Places, and ways between them that take some flow at some cost a unit. Both are numbers, and what is
 * known of them is in typed arrays: with an object for each way, a hundred regions take twice as long.
 *
 * Most ways are in fans: from one node to each of the first ones, for any amount, and closed at first.
 * Their arcs come first, fan by fan, so that they are priced without looking up where they lead.
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
  private readonly pricing: Pricing;
  private arcs: number;

  /** How many arcs there are. */
  get size(): number {
    return this.arcs;
  }

  /**
   * @param fans the arc from the origin of one to a node is `fan * width + node`.
   * @param mostMore how many arcs may be added.
   */
  constructor(
    nodes: number,
    private readonly fans: Fans,
    mostMore: number,
  ) {
    const { origins, width } = fans;
    this.arcs = origins.length * width;
    const mostArcs = this.arcs + mostMore;
    this.flow = new Float64Array(mostArcs);
    this.from = new Int32Array(mostArcs);
    this.to = new Int32Array(mostArcs);
    this.capacity = new Float64Array(mostArcs).fill(Infinity);
    this.cost = new Float64Array(mostArcs).fill(Infinity);
    this.state = new Int8Array(mostArcs).fill(EMPTY);
    this.tree = new FlowTree(nodes, this.from, this.cost);
    const { from, to, cost, state } = this;
    this.pricing = new Pricing({ from, to, cost, state }, this.tree.price, fans, mostMore);
    origins.forEach((origin, fan) => {
      const begin = fan * width;
      from.fill(origin, begin, begin + width);
      for (let node = 0; node < width; node++) to[begin + node] = node;
    });
  }

  /** Opens the arcs of a fan, each at its cost; `Infinity` leaves one closed. */
  open(fan: number, costs: readonly number[]): void {
    this.cost.set(costs, fan * this.fans.width);
  }

  /** A way for as much as `capacity`, empty at first. */
  add(from: number, to: number, capacity: number, cost: number): number {
    const arc = this.arcs++;
    this.from[arc] = from;
    this.to[arc] = to;
    this.capacity[arc] = capacity;
    this.cost[arc] = cost;
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
    return this.pricing.excess(arc);
  }

  /** Adds up what arrives at each of the first nodes by the arcs from `begin` to before `end`. */
  addArrivals(begin: number, end: number, amounts: number[]): void {
    for (let arc = begin; arc < end; arc++) {
      const node = this.to[arc] ?? 0;
      amounts[node] = (amounts[node] ?? 0) + (this.flow[arc] ?? 0);
    }
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
    for (let searches = 100 * this.arcs; searches > 0; searches--) {
      if (!this.pricing.search(this.arcs)) return;
      let arc: number;
      while ((arc = this.pricing.take()) !== NO_ARC) this.pivot(arc);
    }
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
