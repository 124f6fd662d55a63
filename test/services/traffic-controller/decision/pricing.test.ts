import { expect } from "chai";
import {
  type Arcs,
  type Fans,
  NO_ARC,
  Pricing,
} from "../../../../services/traffic-controller/decision/pricing";

/** An arc by its ends and cost. */
type Way = readonly [from: number, to: number, cost: number, state?: "empty" | "full" | "in tree"];

const STATES = { empty: 1, full: -1, "in tree": 0 } as const;

const arcsOf = (ways: readonly Way[]): Arcs => ({
  from: Int32Array.from(ways, ([from]) => from),
  to: Int32Array.from(ways, ([, to]) => to),
  cost: Float64Array.from(ways, ([, , cost]) => cost),
  state: Int8Array.from(ways, ([, , , state]) => STATES[state ?? "empty"]),
});

const noFans: Fans = { origins: [], width: 0 };

/** Nodes are priced as said; fans come first among the ways. */
const pricingOf = (
  ways: readonly Way[],
  prices: readonly number[],
  fans: Fans = noFans,
): { pricing: Pricing; price: Float64Array } => {
  const price = Float64Array.from(prices);
  const more = ways.length - fans.origins.length * fans.width;
  return { pricing: new Pricing(arcsOf(ways), price, fans, more), price };
};

/** All arcs that a search finds, in the order in which they are taken while no price changes. */
const found = (pricing: Pricing, size: number): number[] => {
  const arcs: number[] = [];
  pricing.search(size);
  for (let arc = pricing.take(); arc !== NO_ARC; arc = pricing.take()) arcs.push(arc);
  return arcs;
};

const range = (length: number): number[] => Array.from({ length }, (_, index) => index);

/** A fan for each cost, from a node of its own to the node 0, which is priced 0 like they are. */
const fansOf = (costs: readonly number[]) =>
  pricingOf(
    costs.map((cost, fan): Way => [fan + 1, 0, cost]),
    [0, ...costs.map(() => 0)],
    { origins: costs.map((_, fan) => fan + 1), width: 1 },
  ).pricing;

describe("the price of an arc", () => {
  it("is what a unit gets dearer by it than it is at its end", () => {
    const { pricing } = pricingOf(
      [
        [0, 1, 2],
        [1, 0, 2],
      ],
      [5, 1],
    );
    expect([pricing.excess(0), pricing.excess(1)]).to.deep.equal([6, -2]);
  });
});

describe("the arcs that would lower the costs", () => {
  it("are empty ones that are cheaper than what is used, and full ones that are dearer", () => {
    const ways: Way[] = [
      [0, 1, 1],
      [0, 1, 3],
      [0, 1, 1, "full"],
      [0, 1, 3, "full"],
      [0, 1, 1, "in tree"],
      [0, 1, 3, "in tree"],
    ];
    const alone = ways.map((way) => pricingOf([way], [0, 2]).pricing.search(1));
    expect(alone).to.deep.equal([true, false, false, true, false, false]);
  });

  it("are none where the difference is a matter of rounding", () => {
    const saves = (amount: number, state: "empty" | "full"): boolean =>
      pricingOf([[0, 1, state === "empty" ? -amount : amount, state]], [0, 0]).pricing.search(1);
    expect([saves(1e-8, "empty"), saves(1e-8, "full")]).to.deep.equal([false, false]);
    expect([saves(1e-6, "empty"), saves(1e-6, "full")]).to.deep.equal([true, true]);
    expect([fansOf([-1e-8]).search(1), fansOf([-1e-6]).search(1)]).to.deep.equal([false, true]);
  });

  it("are taken once each, the best first, whatever their order", () => {
    for (const costs of [
      [-1, -3, -2],
      [-3, -2, -1],
      [-1, -2, -3],
      [-2, -3, -1],
    ]) {
      const taken = found(fansOf(costs), costs.length);
      expect(taken[0]).to.equal(costs.indexOf(-3));
      expect([...taken].sort()).to.deep.equal([0, 1, 2]);
    }
  });

  it("are the cheapest of each fan, by what its ends are priced at", () => {
    // Nodes 0 to 2 are where the fans of 3 and 4 lead.
    const fan = (origin: number, costs: readonly number[]): Way[] =>
      costs.map((cost, node) => [origin, node, cost]);
    const { pricing } = pricingOf(
      [...fan(3, [9, 8, 9]), ...fan(4, [5, 5, 9])],
      [6, 2, 9.5, 0, 0.5],
      { origins: [3, 4], width: 3 },
    );
    // The first saves 0.5 by its third arc; the second 0.5 by its first, and nothing by the third.
    expect(found(pricing, 6).sort()).to.deep.equal([2, 3]);
  });

  it("are not those of a fan that could only be dearer, and none that is closed", () => {
    const { pricing } = pricingOf(
      [
        [2, 0, 1],
        [2, 1, Infinity],
      ],
      [1, 1, 0.5],
      { origins: [2], width: 2 },
    );
    expect(pricing.search(2)).to.equal(false);
    expect(pricing.take()).to.equal(NO_ARC);
  });

  it("are in fans and beside them", () => {
    const { pricing } = pricingOf(
      [
        [1, 0, 5],
        [1, 0, -4],
        [1, 0, 3],
      ],
      [0, 0],
      { origins: [1], width: 1 },
    );
    expect(found(pricing, 3)).to.deep.equal([1]);
    const both = pricingOf(
      [
        [1, 0, -5],
        [1, 0, -4],
      ],
      [0, 0],
      { origins: [1], width: 1 },
    );
    expect(found(both.pricing, 2)).to.deep.equal([0, 1]);
  });

  it("are as many as all fans that are searched and all blocks beside them have", () => {
    const fans: Fans = { origins: range(16).map((fan) => fan + 1), width: 1 };
    const ways = fans.origins.map((origin): Way => [origin, 0, -1]);
    const more = range(70).map((): Way => [1, 0, -2]);
    const { pricing } = pricingOf([...ways, ...more], [0, ...fans.origins.map(() => 0)], fans);
    expect(new Set(found(pricing, 86)).size).to.equal(16 + 3);
  });

  it("are the first ones where several lower the costs as much", () => {
    const equal = range(3).map((): Way => [3, 0, -1]);
    expect(found(pricingOf(equal, [0, 0, 0, 0]).pricing, 3)).to.deep.equal([0]);
    const fan = range(3).map((node): Way => [3, node, -1]);
    const ofOne = pricingOf(fan, [0, 0, 0, 0], { origins: [3], width: 3 }).pricing;
    expect(found(ofOne, 3)).to.deep.equal([0]);
    expect(found(fansOf([-1, -1, -1]), 3)[0]).to.equal(0);
  });

  it("are the best of each block beside the fans, as far as there are arcs", () => {
    const ways = range(70).map((arc): Way => [0, 1, -1 - (arc % 32) / 100]);
    // Of blocks of 32, 32 and 6 arcs the last one saves most.
    expect(found(pricingOf(ways, [0, 0]).pricing, 70).sort((a, b) => a - b)).to.deep.equal([
      31, 63, 69,
    ]);
    expect(found(pricingOf(ways, [0, 0]).pricing, 40).sort((a, b) => a - b)).to.deep.equal([
      31, 39,
    ]);
    expect(found(pricingOf(ways, [0, 0]).pricing, 32)).to.deep.equal([31]);
  });

  it("are looked for in the next fans first when enough have been found before", () => {
    const pricing = fansOf(range(20).map(() => -1));
    const first = found(pricing, 20);
    const second = found(pricing, 20);
    expect(first.sort((a, b) => a - b)).to.deep.equal(range(16));
    expect(second.sort((a, b) => a - b)).to.deep.equal([...range(12), 16, 17, 18, 19]);
  });

  it("are looked for in every fan once, if they are few", () => {
    const costs = range(20).map((fan) => (fan === 18 ? -1 : 1));
    expect(found(fansOf(costs), 20)).to.deep.equal([18]);
  });

  it("are only those that still lower the costs when they are taken", () => {
    const { pricing, price } = pricingOf(
      [
        [2, 0, 1],
        [2, 1, 1],
        [3, 0, 1],
        [3, 1, 1],
      ],
      [4, 2, 0, 0],
      { origins: [2, 3], width: 2 },
    );
    expect(pricing.search(4)).to.equal(true);
    expect([0, 2]).to.include(pricing.take());
    price[2] = 5;
    price[3] = 5;
    expect(pricing.take()).to.equal(NO_ARC);
    expect(pricing.search(4)).to.equal(false);
  });
});
