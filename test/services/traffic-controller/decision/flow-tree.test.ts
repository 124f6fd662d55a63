import { expect } from "chai";
import fc from "fast-check";
import { FlowTree } from "../../../../services/traffic-controller/decision/flow-tree";
import { runs } from "./runs";

const ROOT = 0;

/** An arc that a node hangs by, away from it or towards it, and what a unit costs by it. */
interface Link {
  readonly leads: "up" | "down";
  readonly cost: number;
}

const up = (cost: number): Link => ({ leads: "up", cost });
const down = (cost: number): Link => ({ leads: "down", cost });

/** A tree, and by its side where each node hangs and by which arc, told without it. */
class Hanging {
  readonly tree: FlowTree;
  readonly parents: number[] = [];
  readonly links: number[] = [];
  private readonly from = new Int32Array(100);
  private readonly cost = new Float64Array(100);
  private arcs = 0;

  /** @param hung the parent of each node but the root, from the first one on, and its link. */
  constructor(hung: readonly (readonly [parent: number, link: Link])[]) {
    this.tree = new FlowTree(hung.length + 1, this.from, this.cost);
    hung.forEach(([parent, link], index) => {
      const node = index + 1;
      this.parents[node] = parent;
      this.links[node] = this.arc(node, parent, link);
      this.tree.attach(node, parent, this.links[node]);
    });
    this.tree.settleBelow(ROOT);
  }

  get nodes(): number[] {
    return this.parents.map((_, node) => node).slice(1);
  }

  /** A node and all above it, up to the root. */
  pathOf(node: number): number[] {
    return node === ROOT ? [ROOT] : [node, ...this.pathOf(this.parents[node] ?? ROOT)];
  }

  hang(moved: number, anchor: number, link: Link, top: number): void {
    const path = this.pathOf(moved);
    const branch = path.slice(0, path.indexOf(top) + 1);
    const arc = this.arc(moved, anchor, link);
    this.tree.hang(moved, anchor, arc, top);
    const before = branch.map((node) => this.links[node] ?? 0);
    branch.forEach((node, index) => {
      this.parents[node] = branch[index - 1] ?? anchor;
      this.links[node] = before[index - 1] ?? arc;
    });
  }

  makeDearer(by: number): void {
    for (let arc = 0; arc < this.arcs; arc++) this.cost[arc] = (this.cost[arc] ?? 0) + by * arc;
    this.tree.settleBelow(ROOT);
  }

  /** Fails unless the tree is as told: who hangs where, at which prices, and who is above whom. */
  check(): void {
    const { nodes, tree } = this;
    const of = (list: ArrayLike<number>): number[] => nodes.map((node) => list[node] ?? Number.NaN);
    expect(of(tree.parent)).to.deep.equal(of(this.parents));
    expect(of(tree.link)).to.deep.equal(of(this.links));
    expect(of(tree.price)).to.deep.equal(nodes.map((node) => this.priceOf(node)));
    for (const one of [ROOT, ...nodes]) {
      for (const other of [ROOT, ...nodes]) {
        const above = this.pathOf(other);
        const common = this.pathOf(one).find((node) => above.includes(node));
        expect(tree.nearestCommonAncestor(one, other)).to.equal(common);
      }
    }
  }

  private priceOf(node: number): number {
    if (node === ROOT) return 0;
    const arc = this.links[node] ?? 0;
    const step = this.cost[arc] ?? 0;
    return this.priceOf(this.parents[node] ?? ROOT) + (this.from[arc] === node ? -step : step);
  }

  private arc(node: number, parent: number, { leads, cost }: Link): number {
    this.from[this.arcs] = leads === "up" ? node : parent;
    this.cost[this.arcs] = cost;
    return this.arcs++;
  }
}

describe("the tree of a flow", () => {
  it("prices a unit at each node by the links up to the root, in their direction and against it", () => {
    const { tree } = new Hanging([
      [0, up(2)],
      [0, down(3)],
      [1, up(4)],
      [1, down(5)],
    ]);
    expect([...tree.price]).to.deep.equal([0, -2, 3, -6, 3]);
  });

  it("knows who is above two nodes, and closest to them", () => {
    const { tree } = new Hanging([
      [0, up(1)],
      [1, up(1)],
      [1, up(1)],
      [3, up(1)],
      [0, up(1)],
    ]);
    const above = (one: number, other: number) => tree.nearestCommonAncestor(one, other);
    expect([above(2, 4), above(4, 2), above(2, 3), above(4, 5)]).to.deep.equal([1, 1, 1, 0]);
    expect([above(4, 4), above(4, 1), above(1, 4), above(0, 4)]).to.deep.equal([4, 1, 1, 0]);
  });

  it("turns a branch around when it hangs it elsewhere, with all that is on it", () => {
    const hanging = new Hanging([
      [0, up(2)],
      [1, up(3)],
      [2, up(4)],
      [1, down(5)],
      [0, down(6)],
    ]);
    hanging.hang(3, 5, up(7), 1);
    expect([...hanging.tree.parent].slice(1)).to.deep.equal([2, 3, 5, 1, 0]);
    // From 6 at the fifth, 7 less at the third; from there on against the links that were taken before.
    expect([...hanging.tree.price]).to.deep.equal([0, 6, 3, -1, 11, 6]);
    hanging.check();
  });

  for (const [which, node] of [
    ["the first", 1],
    ["one in the middle", 2],
    ["the last", 3],
  ] as const) {
    it(`loses nobody when ${which} of several is hung elsewhere`, () => {
      const hanging = new Hanging([
        [0, up(1)],
        [0, up(2)],
        [0, up(3)],
        [0, up(4)],
      ]);
      hanging.hang(node, 4, down(9), node);
      hanging.check();
      hanging.makeDearer(10);
      hanging.check();
    });
  }

  it("stays one whatever is hung where, and finds all nodes again when prices change", () => {
    const link = fc.record({
      leads: fc.constantFrom("up" as const, "down" as const),
      cost: fc.integer({ min: 0, max: 9 }),
    });
    const trees = fc
      .array(fc.tuple(fc.nat(), link), { minLength: 3, maxLength: 10 })
      .map((parts) => parts.map(([parent, by], index) => [parent % (index + 1), by] as const));
    const moves = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), link), { maxLength: 8 });
    fc.assert(
      fc.property(trees, moves, (hung, all) => {
        const hanging = new Hanging(hung);
        hanging.check();
        for (const [which, upTo, where, by] of all) {
          const moved = hanging.nodes[which % hanging.nodes.length] ?? ROOT;
          const path = hanging.pathOf(moved).slice(0, -1);
          const top = path[upTo % path.length] ?? moved;
          const places = [ROOT, ...hanging.nodes].filter(
            (node) => !hanging.pathOf(node).includes(top),
          );
          hanging.hang(moved, places[where % places.length] ?? ROOT, by, top);
          hanging.check();
          hanging.makeDearer(1);
          hanging.check();
        }
      }),
      runs(100),
    );
  });
});
