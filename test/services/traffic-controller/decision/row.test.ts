import { expect } from "chai";
import fc from "fast-check";
import {
  allTo,
  loadsOf,
  pointsMoved,
  pointsOutside,
  sameRow,
  wholePoints,
  withinBudget,
} from "../../../../services/traffic-controller/decision/row";

const rows = fc
  .array(fc.integer({ min: 0, max: 1_000 }), { minLength: 2, maxLength: 8 })
  .map((parts) => {
    const sum = parts.reduce((total, part) => total + part, 0);
    return parts.map((part, index) => (sum === 0 ? (index === 0 ? 100 : 0) : (part * 100) / sum));
  });

describe("whole points", () => {
  it("go to the largest remainders, and among equals to the first", () => {
    expect(wholePoints([33.4, 33.3, 33.3])).to.deep.equal([34, 33, 33]);
    expect(wholePoints([100 / 3, 100 / 3, 100 / 3])).to.deep.equal([34, 33, 33]);
    expect(wholePoints([0, 66.6, 33.4])).to.deep.equal([0, 67, 33]);
    expect(wholePoints([12.5, 12.5, 75])).to.deep.equal([13, 12, 75]);
  });

  it("are what they were but for rounding", () => {
    expect(wholePoints([79.9999999, 20.0000001])).to.deep.equal([80, 20]);
    expect(wholePoints([80.0000001, 19.9999999])).to.deep.equal([80, 20]);
  });

  it("are not made up where shares lack some", () => {
    expect(wholePoints([50, 49])).to.deep.equal([50, 49]);
  });

  it("sum to 100, none a point away from its share, and nothing stays nothing", () => {
    fc.assert(
      fc.property(rows, (shares) => {
        const points = wholePoints(shares);
        expect(points.reduce((total, point) => total + point, 0)).to.equal(100);
        points.forEach((point, region) => {
          expect(Math.abs(point - (shares[region] ?? 0))).to.be.below(1);
          if (shares[region] === 0) expect(point).to.equal(0);
        });
      }),
    );
  });
});

describe("a budget", () => {
  it("takes a point back at a time, from who gained most to who lost most", () => {
    const all = [true, true, true];
    expect(withinBudget([50, 50, 0], [20, 45, 35], all, 20)).to.deep.equal([35, 45, 20]);
  });

  it("gives nothing back to a region that has to be left", () => {
    expect(withinBudget([50, 50, 0], [0, 0, 100], [true, false, true], 50)).to.deep.equal([
      50, 0, 50,
    ]);
  });

  it("is exceeded if nothing may be given back", () => {
    expect(withinBudget([50, 50], [0, 100], [false, true], 20)).to.deep.equal([0, 100]);
  });

  it("is kept whatever is wanted", () => {
    fc.assert(
      fc.property(rows, rows, fc.nat({ max: 100 }), (one, other, budget) => {
        fc.pre(one.length === other.length);
        const [from, wanted] = [wholePoints(one), wholePoints(other)];
        const row = withinBudget(
          from,
          wanted,
          from.map(() => true),
          budget,
        );
        expect(pointsMoved(from, row)).to.equal(Math.min(budget, pointsMoved(from, wanted)));
        expect(row.reduce((total, points) => total + points, 0)).to.equal(100);
      }),
    );
  });
});

describe("a row", () => {
  it("has points that must be left, and such as move to another row", () => {
    expect(pointsOutside([20, 30, 50], [true, false, false])).to.equal(80);
    expect(pointsOutside([20, 30, 50], [true, true, true])).to.equal(0);
    expect(pointsMoved([20, 30, 50], [50, 30, 20])).to.equal(30);
  });

  it("is the same as another one of the same points", () => {
    expect(sameRow([20, 80], [20, 80])).to.equal(true);
    expect(sameRow([20, 80], [80, 20])).to.equal(false);
    expect(sameRow([20, 80, 0], [20, 70, 10])).to.equal(false);
    expect(sameRow([20, 80], [20, 80, 0])).to.equal(false);
  });

  it("may lead all to one region", () => {
    expect(allTo(1, 3)).to.deep.equal([0, 100, 0]);
  });

  it("loads regions by the demand of its entry, together with the others", () => {
    const rows = [
      [50, 50, 0],
      [0, 100, 0],
      [0, 20, 80],
    ];
    expect(loadsOf(rows, [200, 10, 50])).to.deep.equal([100, 120, 40]);
    expect(loadsOf([allTo(0, 2), allTo(0, 2)], [200, 10])).to.deep.equal([210, 0]);
    expect(loadsOf(rows, [200])).to.deep.equal([100, 100, 0]);
  });
});
