import { expect } from "chai";
import { kept, permits, placed, rows, upTo } from "./plans";

describe("the rows of a plan", () => {
  it("stay where the best is hardly any better", () => {
    const near = (best: number) => ({
      cost: [
        [0.5, best, 0.9],
        [0.8, 0.4, 0.9],
      ],
    });
    // 4 % of what the first entry's requests would cost.
    expect(rows(near(0.482))[0]).to.deep.equal([100, 0, 0]);
    expect(rows(near(0.479))[0]).to.deep.equal([80, 20, 0]);
  });

  it("move for little each if all together gain enough", () => {
    const before = [
      [100, 0, 0],
      [0, 100, 0],
    ];
    const cost = [
      [0.5, 0.482, 0.9],
      [0.8, 0.4, 0.9],
    ];
    const courses = [placed(), placed()];
    expect(rows({ before, cost, courses })).to.deep.equal(before);
    // The second entry is a third dearer than it could be, which is more than 4 % of all.
    const worse = [
      [100, 0, 0],
      [20, 80, 0],
    ];
    expect(rows({ before: worse, cost, courses })).to.deep.equal([
      [80, 20, 0],
      [0, 100, 0],
    ]);
  });

  it("relieve an overload however little is gained", () => {
    const tiers = [upTo(900), upTo(150), upTo(900)];
    const before = [
      [0, 100, 0],
      [0, 100, 0],
    ];
    expect(rows({ before, tiers })).to.deep.equal([
      [20, 80, 0],
      [0, 100, 0],
    ]);
  });

  it("are not written for a point or less, but to relieve an overload", () => {
    const before = [
      [0, 100, 0],
      [1, 99, 0],
    ];
    expect(rows({ before })).to.deep.equal(before);
    expect(rows({ before }, { minStepPoints: 1 })).to.deep.equal([
      [0, 100, 0],
      [0, 100, 0],
    ]);
    const full = [
      [0, 100, 0],
      [0, 100, 0],
    ];
    expect(rows({ before: full, tiers: [upTo(900), upTo(199), upTo(900)] })).to.deep.equal([
      [1, 99, 0],
      [0, 100, 0],
    ]);
  });

  it("are not written for a point because somebody else is overloaded, or just full", () => {
    const before = [
      [1, 99, 0],
      [0, 0, 100],
    ];
    const courses = [placed(), kept];
    const elsewhere = [upTo(900), upTo(900), upTo(50)];
    expect(rows({ before, courses, tiers: elsewhere })).to.deep.equal(before);
    const full = [upTo(1), upTo(900), upTo(900)];
    expect(rows({ before, courses, tiers: full })).to.deep.equal(before);
  });

  it("move away from a region that is drained, even if that makes it worse", () => {
    const draining = placed({
      permits: permits({ open: [true, false, true] }),
      mustMove: true,
    });
    const tiers = [upTo(900), [{ room: Infinity, penalty: 400 }], upTo(900)];
    expect(rows({ courses: [kept, draining], tiers })[1]).to.deep.equal([20, 80, 0]);
  });

  it("are the same where another region is no better, whatever gain would do", () => {
    const cost = [
      [0.4, 0.4, 0.9],
      [0.8, 0.4, 0.9],
    ];
    const before = [
      [0, 100, 0],
      [0, 100, 0],
    ];
    expect(rows({ before, cost }, { leastGainRatio: 0 })).to.deep.equal(before);
  });

  it("are those that a row must go to, however little is gained", () => {
    const cost = [
      [0.5, 0.499, 0.9],
      [0.8, 0.4, 0.9],
    ];
    expect(rows({ cost })[0]).to.deep.equal([100, 0, 0]);
    expect(rows({ cost, courses: [placed({ mustMove: true }), placed()] })[0]).to.deep.equal([
      80, 20, 0,
    ]);
  });

  it("are not written for a point between two other regions than the one that has too much", () => {
    const holding = placed({
      permits: permits({ open: [true, true, false], held: [false, false, true] }),
    });
    const before = [
      [1, 0, 99],
      [0, 100, 0],
    ];
    const tiers = [upTo(900), upTo(900), upTo(50)];
    expect(rows({ before, tiers, courses: [holding, kept] })).to.deep.equal(before);
    expect(
      rows({ before, tiers, courses: [holding, kept] }, { minStepPoints: 1 })[0],
    ).to.deep.equal([0, 1, 99]);
  });
});
