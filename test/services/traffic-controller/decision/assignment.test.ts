import { expect } from "chai";
import fc from "fast-check";
import {
  assign,
  type EntryDemand,
  penaltyOf,
  type Tiers,
} from "../../../../services/traffic-controller/decision/assignment";
import { runs } from "./runs";

/** An entry with requests that have no place yet. */
const homeless = (amount: number, cost: readonly number[]): EntryDemand => ({
  homeless: amount,
  kept: [],
  stayCost: 0,
  movable: 0,
  cost,
  wanted: [],
});

/** An entry with requests that have a place; one that may go where it wants costs nothing. */
const settled = (more: Partial<EntryDemand>): EntryDemand => ({
  homeless: 0,
  kept: [],
  stayCost: 1,
  movable: 0,
  cost: [],
  wanted: [],
  ...more,
});

const upTo = (room: number, penalty = 0): Tiers => [
  { room, penalty },
  { room: Infinity, penalty: 100 },
];
const anyRoom = upTo(1_000);

const flows = (entries: readonly EntryDemand[], tiers: readonly Tiers[]): number[][] =>
  assign(entries, tiers).flows.map((row) => row.map((flow) => Math.round(flow * 1e3) / 1e3));

describe("an assignment", () => {
  it("sends each entry where it is cheapest, the first where several are", () => {
    const entries = [homeless(10, [0.3, 0.2, 0.2]), homeless(20, [0.1, 0.2, 0.3])];
    expect(flows(entries, [anyRoom, anyRoom, anyRoom])).to.deep.equal([
      [0, 10, 0],
      [20, 0, 0],
    ]);
  });

  it("sends nothing where none may go, however cheap", () => {
    expect(flows([homeless(10, [Infinity, 1])], [anyRoom, upTo(0, 50)])).to.deep.equal([[0, 10]]);
    expect(() => assign([homeless(10, [Infinity, Infinity])], [anyRoom, anyRoom])).to.throw(
      "An entry has no region to go to.",
    );
  });

  it("fills a region, and sends the rest to the next", () => {
    expect(flows([homeless(10, [0.1, 0.5])], [upTo(4), anyRoom])).to.deep.equal([[4, 6]]);
    const steps: Tiers = [
      { room: 2, penalty: 0 },
      { room: 3, penalty: 0.2 },
      { room: Infinity, penalty: 2 },
    ];
    expect(flows([homeless(10, [0.1, 0.5])], [steps, anyRoom])).to.deep.equal([[5, 5]]);
  });

  it("gives the room to those for whom the next region is dearest, whoever comes first", () => {
    const near = homeless(10, [0.1, 0.2]);
    const far = homeless(10, [0.1, 0.9]);
    expect(flows([near, far], [upTo(10), anyRoom])).to.deep.equal([
      [0, 10],
      [10, 0],
    ]);
    expect(flows([far, near], [upTo(10), anyRoom])).to.deep.equal([
      [10, 0],
      [0, 10],
    ]);
  });

  it("makes room by moving others on", () => {
    const entries = [
      homeless(10, [0.1, 0.2, Infinity]),
      homeless(10, [Infinity, 0.1, 0.2]),
      homeless(10, [0.1, Infinity, Infinity]),
    ];
    expect(flows(entries, [upTo(10), upTo(10), upTo(10)])).to.deep.equal([
      [0, 10, 0],
      [0, 0, 10],
      [10, 0, 0],
    ]);
  });

  it("overloads where nothing else is left, by the dearness of the tiers", () => {
    const tiers: Tiers[] = [
      [
        { room: 10, penalty: 0 },
        { room: 0, penalty: 3 },
        { room: 2, penalty: 4 },
        { room: Infinity, penalty: 8 },
      ],
      [
        { room: 10, penalty: 0 },
        { room: 0, penalty: 3 },
        { room: 5, penalty: 4 },
        { room: Infinity, penalty: 8 },
      ],
    ];
    expect(flows([homeless(27, [0.1, 0.2])], tiers)).to.deep.equal([[12, 15]]);
    expect(flows([homeless(28, [0.1, 0.2])], tiers)).to.deep.equal([[13, 15]]);
  });

  it("tells how much dearer a request is in a region, all that it displaces included", () => {
    const entries = [homeless(10, [0.1, 0.4]), homeless(5, [0.1, 0.2])];
    const { excess } = assign(entries, [upTo(10), anyRoom]);
    expect(excess(0, 0)).to.be.closeTo(0, 1e-9);
    expect(excess(1, 1)).to.be.closeTo(0, 1e-9);
    // What it costs to swap them: one goes 0.3 further, the other 0.1 less far.
    expect(excess(0, 1) + excess(1, 0)).to.be.closeTo(0.2, 1e-9);
  });
});

describe("an assignment of requests that have a place", () => {
  it("moves as many as may move, to where they want", () => {
    const entry = settled({ kept: [10, 0], movable: 4, wanted: [0, 10], cost: [3.1, 3.2] });
    expect(flows([entry], [anyRoom, anyRoom])).to.deep.equal([[6, 4]]);
    expect(flows([{ ...entry, movable: 0 }], [anyRoom, anyRoom])).to.deep.equal([[10, 0]]);
  });

  it("moves no more than it wants, if that is dearer than to stay", () => {
    const entry = settled({ kept: [10, 0], movable: 9, wanted: [0, 2], cost: [3.1, 3.2] });
    expect(flows([entry], [anyRoom, anyRoom])).to.deep.equal([[8, 2]]);
  });

  it("moves nothing to where there is no room, and makes a detour with what is homeless", () => {
    const entry = settled({ kept: [10, 0], movable: 9, wanted: [0, 10], cost: [3.1, 3.2] });
    expect(flows([entry], [anyRoom, upTo(3)])).to.deep.equal([[7, 3]]);
    const driven = settled({ homeless: 8, wanted: [0, 8, 0], cost: [3.3, 3.1, 3.2] });
    expect(flows([driven], [anyRoom, upTo(3), anyRoom])).to.deep.equal([[0, 3, 5]]);
  });

  it("moves what is kept away from a region that is too full for it", () => {
    const entry = settled({ kept: [10, 0], movable: 10, wanted: [0, 0], cost: [3.1, 3.2] });
    expect(flows([entry], [upTo(6), anyRoom])).to.deep.equal([[6, 4]]);
    expect(flows([{ ...entry, movable: 3 }], [upTo(6), anyRoom])).to.deep.equal([[7, 3]]);
  });

  it("gives room that one leaves to another at once", () => {
    const leaving = settled({ kept: [10, 0], movable: 10, wanted: [0, 10], cost: [3, 3] });
    const coming = settled({ kept: [0, 10], movable: 10, wanted: [10, 0], cost: [3, 3] });
    expect(flows([leaving, coming], [upTo(10), upTo(10)])).to.deep.equal([
      [0, 10],
      [10, 0],
    ]);
  });
});

describe("any assignment", () => {
  const ratio = fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10);
  const problems = fc.integer({ min: 1, max: 5 }).chain((regions) =>
    fc.record({
      entries: fc.array(
        fc
          .tuple(
            fc.integer({ min: 0, max: 50 }),
            fc.array(ratio, { minLength: regions, maxLength: regions }),
          )
          .map(([amount, cost]) => homeless(amount, cost)),
        { minLength: 1, maxLength: 6 },
      ),
      tiers: fc.array(
        fc
          .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }))
          .map(([first, second]): Tiers => [
            { room: first, penalty: 0 },
            { room: second, penalty: 5 },
            { room: Infinity, penalty: 50 },
          ]),
        { minLength: regions, maxLength: regions },
      ),
    }),
  );

  it("places all, and nobody would be better off elsewhere", () => {
    fc.assert(
      fc.property(problems, ({ entries, tiers }) => {
        const { flows: placed, excess } = assign(entries, tiers);
        entries.forEach((entry, index) => {
          const row = placed[index] ?? [];
          expect(row.reduce((sum, flow) => sum + flow, 0)).to.be.closeTo(entry.homeless, 1e-6);
          row.forEach((flow, region) => {
            expect(flow).to.be.at.least(0);
            expect(excess(index, region)).to.be.at.least(-1e-6);
            if (flow > 1e-6) expect(excess(index, region)).to.be.at.most(1e-6);
          });
        });
        // What a request costs in a region, by what is dearer there for each entry, fits how full it is.
        const [first] = entries;
        const prices = tiers.map((_, region) => excess(0, region) - (first?.cost[region] ?? 0));
        const loads = tiers.map((_, region) =>
          placed.reduce((sum, row) => sum + (row[region] ?? 0), 0),
        );
        const dearness = tiers.map((tier, region) => marginal(tier, loads[region] ?? 0));
        dearness.forEach(([, above], one) => {
          dearness.forEach(([below], other) => {
            // Moving a request from `other` to `one` saves nothing.
            expect((prices[one] ?? 0) - (prices[other] ?? 0)).to.be.at.most(above - below + 1e-6);
          });
        });
      }),
      runs(100),
    );
  });
});

/** What the last request of a load costs by its tier, and what one more would. */
function marginal(tiers: Tiers, load: number): readonly [below: number, above: number] {
  let below = Number.NEGATIVE_INFINITY;
  let reached = 0;
  for (const { room, penalty } of tiers) {
    if (load > reached + 1e-6) below = penalty;
    reached += room;
    if (load < reached - 1e-6) return [below, penalty];
  }
  return [below, Infinity];
}

describe("a penalty", () => {
  it("is that of the tiers that a load fills", () => {
    const tiers: Tiers = [
      { room: 10, penalty: 0 },
      { room: 5, penalty: 2 },
      { room: Infinity, penalty: 7 },
    ];
    expect([0, 10, 12, 15, 20].map((load) => penaltyOf(tiers, load))).to.deep.equal([
      0, 0, 4, 10, 45,
    ]);
    expect(penaltyOf([], 10)).to.equal(0);
  });
});
