/** A place that flow passes. */
export class FlowNode {
  /** Price of a unit here, by the arcs of the tree. */
  price = 0;
  depth = 0;
  parent: FlowNode | undefined;
  /** The arc between this node and its parent, in either direction. */
  link: FlowArc | undefined;
  firstChild: FlowNode | undefined;
  nextSibling: FlowNode | undefined;
  previousSibling: FlowNode | undefined;
}

/** A way between two places. Costs are per unit of flow. */
export class FlowArc {
  flow = 0;
  /** 1: empty and out of the tree, -1: full and out of the tree, 0: in the tree. */
  state: -1 | 0 | 1 = 1;

  constructor(
    readonly from: FlowNode,
    readonly to: FlowNode,
    readonly capacity: number,
    readonly cost: number,
  ) {}
}

/** Costs closer to each other than this are the same; costs are expected around 1, penalties up to 10,000. */
const SAME_COST = 1e-7;

/**
 * Makes a flow the cheapest one, in its arcs: the network simplex method with strongly feasible trees,
 * so that ties cannot make it run in circles. The same network in the same order gives the same flow
 * to the last bit.
 *
 * It starts from a flow that is possible, and is the quicker the better that is. Every node but the
 * root has been hung on a tree by `hangBy`, whose arcs take more flow towards the root; every other
 * arc is empty or has been filled.
 */
export function minimumCostFlow(root: FlowNode, arcs: readonly FlowArc[]): void {
  for (let node = root.firstChild; node !== undefined; node = node.nextSibling) settle(node);
  const search = new EnteringSearch(arcs);
  // Exact arithmetic needs no bound. With rounding, a flow that is cheap to the last digit will do.
  for (let pivots = 100 * arcs.length; pivots > 0; pivots--) {
    const entering = search.next();
    if (entering === undefined) return;
    pivot(entering);
  }
}

/** Puts an arc that leads on from a node into the tree, with the flow that it has. */
export function hangBy(arc: FlowArc, flow: number): void {
  arc.state = 0;
  arc.flow = flow;
  attach(arc.from, arc.to, arc);
}

/** Starts with an arc that takes all it can. */
export function fill(arc: FlowArc): void {
  arc.state = -1;
  arc.flow = arc.capacity;
}

/** Looks for an arc that would lower the costs: the best of a block, block after block. */
class EnteringSearch {
  private position = 0;
  private readonly block: number;

  constructor(private readonly arcs: readonly FlowArc[]) {
    this.block = Math.max(10, Math.ceil(Math.sqrt(arcs.length)));
  }

  next(): FlowArc | undefined {
    let best: FlowArc | undefined;
    let gain = -SAME_COST;
    let leftInBlock = this.block;
    for (let seen = 0; seen < this.arcs.length; seen++) {
      const arc = this.arcs[this.position];
      this.position = this.position + 1 === this.arcs.length ? 0 : this.position + 1;
      if (arc !== undefined && arc.state !== 0) {
        const change = arc.state * (arc.cost + arc.from.price - arc.to.price);
        if (change < gain) {
          gain = change;
          best = arc;
        }
      }
      if (--leftInBlock > 0) continue;
      if (best !== undefined) return best;
      leftInBlock = this.block;
    }
    return best;
  }
}

/** Sends as much as fits around the circle that the arc closes; whatever is full or empty leaves. */
function pivot(entering: FlowArc): void {
  const forward = entering.state === 1;
  const first = forward ? entering.from : entering.to;
  const second = forward ? entering.to : entering.from;
  const apex = nearestCommonAncestor(first, second);

  let amount = entering.capacity;
  let leaving: FlowNode | undefined;
  let leavesBefore = false;
  for (let node = first; node !== apex; node = parentOf(node)) {
    const room = roomOf(node, false);
    if (room < amount) {
      amount = room;
      leaving = node;
      leavesBefore = true;
    }
  }
  for (let node = second; node !== apex; node = parentOf(node)) {
    const room = roomOf(node, true);
    if (room <= amount) {
      amount = room;
      leaving = node;
      leavesBefore = false;
    }
  }

  if (amount > 0) {
    entering.flow += forward ? amount : -amount;
    for (let node = first; node !== apex; node = parentOf(node)) push(node, -amount);
    for (let node = second; node !== apex; node = parentOf(node)) push(node, amount);
  }
  if (leaving === undefined) {
    entering.state = forward ? -1 : 1;
    entering.flow = forward ? entering.capacity : 0;
    return;
  }
  leaveTree(linkOf(leaving));
  entering.state = 0;
  const [moved, anchor] = leavesBefore ? [first, second] : [second, first];
  hang(moved, anchor, entering, leaving);
}

function nearestCommonAncestor(one: FlowNode, other: FlowNode): FlowNode {
  while (one !== other) {
    if (one.depth >= other.depth) one = parentOf(one);
    else other = parentOf(other);
  }
  return one;
}

/** How much more flow the link takes towards the parent, or away from it. */
function roomOf(node: FlowNode, upwards: boolean): number {
  const link = linkOf(node);
  return (link.from === node) === upwards ? link.capacity - link.flow : link.flow;
}

function push(node: FlowNode, upwards: number): void {
  const link = linkOf(node);
  link.flow += link.from === node ? upwards : -upwards;
}

/** What is next to empty or full is exactly so from here on, or rounding would add up. */
function leaveTree(link: FlowArc): void {
  link.state = link.flow * 2 <= link.capacity ? 1 : -1;
  link.flow = link.state === 1 ? 0 : link.capacity;
}

/** Turns the branch up to `top` around, so that `moved` is its top, and hangs it below `anchor`. */
function hang(moved: FlowNode, anchor: FlowNode, link: FlowArc, top: FlowNode): void {
  let parent = anchor;
  let by = link;
  for (let node = moved; ;) {
    const next = node.parent;
    const nextBy = linkOf(node);
    detach(node);
    attach(node, parent, by);
    if (node === top || next === undefined) break;
    [parent, by, node] = [node, nextBy, next];
  }
  settle(moved);
}

function attach(node: FlowNode, parent: FlowNode, link: FlowArc): void {
  node.parent = parent;
  node.link = link;
  node.previousSibling = undefined;
  node.nextSibling = parent.firstChild;
  if (parent.firstChild !== undefined) parent.firstChild.previousSibling = node;
  parent.firstChild = node;
}

function detach(node: FlowNode): void {
  const { previousSibling, nextSibling } = node;
  if (previousSibling !== undefined) previousSibling.nextSibling = nextSibling;
  else parentOf(node).firstChild = nextSibling;
  if (nextSibling !== undefined) nextSibling.previousSibling = previousSibling;
}

/** Depths and prices of a branch, from its top down. */
function settle(top: FlowNode): void {
  let node = top;
  for (;;) {
    const parent = parentOf(node);
    const link = linkOf(node);
    node.depth = parent.depth + 1;
    node.price = link.from === node ? parent.price - link.cost : parent.price + link.cost;
    if (node.firstChild !== undefined) {
      node = node.firstChild;
      continue;
    }
    while (node.nextSibling === undefined) {
      if (node === top) return;
      node = parentOf(node);
    }
    if (node === top) return;
    node = node.nextSibling;
  }
}

function parentOf(node: FlowNode): FlowNode {
  if (node.parent === undefined) throw new Error("The root of the tree has no parent.");
  return node.parent;
}

function linkOf(node: FlowNode): FlowArc {
  if (node.link === undefined) throw new Error("The root of the tree has no link.");
  return node.link;
}
