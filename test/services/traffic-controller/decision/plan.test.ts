import { expect } from "chai";
import type { Plan } from "../../../../services/traffic-controller/decision/plan";
import { kept, permits, placed, plan, rows, set, upTo } from "./plans";

describe("the next rows", () => {
  it("go a step towards the best", () => {
    expect(rows()).to.deep.equal([
      [80, 20, 0],
      [0, 100, 0],
    ]);
    expect(rows({ courses: [placed({ movable: 50 }), placed()] })[0]).to.deep.equal([50, 50, 0]);
  });

  it("are those that are set or kept, and no other moves for them", () => {
    expect(rows({ courses: [set([10, 20, 70]), kept] })).to.deep.equal([
      [10, 20, 70],
      [0, 100, 0],
    ]);
    expect(rows({ courses: [placed({ movable: 0 }), set([0, 0, 100])] })).to.deep.equal([
      [100, 0, 0],
      [0, 0, 100],
    ]);
    expect(rows({ courses: [placed(), kept] })).to.deep.equal([
      [80, 20, 0],
      [0, 100, 0],
    ]);
  });

  it("stay while nothing may move, also if others do", () => {
    expect(rows({ courses: [placed({ movable: 0 }), placed()] })).to.deep.equal([
      [100, 0, 0],
      [0, 100, 0],
    ]);
  });

  it("leave at once what has to be left, and take a step beside that", () => {
    const left = placed({
      permits: permits({ allowed: [true, false, true], open: [true, false, true] }),
      outside: 60,
      mustMove: true,
    });
    const before = [
      [100, 0, 0],
      [0, 60, 40],
    ];
    expect(rows({ before, courses: [kept, left] })[1]).to.deep.equal([80, 0, 20]);
    const held = placed({
      permits: permits({ allowed: [true, false, true], open: [true, false, true] }),
      outside: 60,
      movable: 0,
      mustMove: true,
    });
    expect(rows({ before, courses: [kept, held] })[1]).to.deep.equal([60, 0, 40]);
  });

  it("wait where what they want is still being cleared", () => {
    const tiers = [upTo(900), upTo(100), upTo(900)];
    const before = [
      [100, 0, 0],
      [0, 100, 0],
    ];
    const cost = [
      [0.9, 0.1, 0.9],
      [0.4, 0.5, 0.9],
    ];
    // As much goes to the second region as leaves it.
    expect(
      rows({ before, tiers, cost, courses: [placed(), placed({ movable: 5 })] }),
    ).to.deep.equal([
      [95, 5, 0],
      [5, 95, 0],
    ]);
  });

  it("do not count on room that others keep for now", () => {
    const tiers = [upTo(900), upTo(100), upTo(900)];
    const before = [
      [100, 0, 0],
      [0, 100, 0],
    ];
    const cost = [
      [0.9, 0.1, 0.9],
      [0.4, 0.5, 0.9],
    ];
    const courses = [placed(), placed({ movable: 0 })];
    expect(rows({ before, tiers, cost, courses })).to.deep.equal(before);
  });

  it("make the nearest detour", () => {
    const four = (cost: readonly number[]): readonly number[] => {
      const allowed = [false, true, true, true];
      const homeless = placed({
        permits: permits({ allowed, open: allowed, held: [false, false, false, false] }),
        outside: 100,
        mustMove: true,
      });
      const tiers = [upTo(900), upTo(100), upTo(900), upTo(900)];
      const before = [
        [100, 0, 0, 0],
        [0, 100, 0, 0],
      ];
      const clearing = placed({
        permits: permits({
          allowed: [true, true, true, true],
          open: [true, true, true, true],
          held: [false, false, false, false],
        }),
      });
      const courses = [homeless, clearing];
      return rows({ before, tiers, courses, cost: [cost, [0.4, 0.5, 0.9, 0.9]] })[0] ?? [];
    };
    expect(four([0.9, 0.1, 0.6, 0.3])).to.deep.equal([0, 20, 0, 80]);
    expect(four([0.9, 0.1, 0.3, 0.6])).to.deep.equal([0, 20, 80, 0]);
  });

  it("take no more of what they want on a detour than they want of it", () => {
    const permitted = [false, true, true, true];
    const homeless = placed({
      permits: permits({ allowed: permitted, open: permitted }),
      outside: 80,
      mustMove: true,
    });
    const everywhere = [true, true, true, true];
    const clearing = placed({ permits: permits({ allowed: everywhere, open: everywhere }) });
    const before = [
      [80, 20, 0, 0],
      [0, 0, 100, 0],
    ];
    const cost = [
      [0.9, 0.5, 0.2, 0.4],
      [0.1, 0.9, 0.9, 0.9],
    ];
    const { matrix, rows: next } = plan({
      before,
      cost,
      courses: [homeless, clearing],
      tiers: [upTo(900), upTo(900), upTo(70), upTo(0)],
      stepTiers: [upTo(900), upTo(900), upTo(100), upTo(900)],
    });
    expect(matrix[0]?.map(Math.round)).to.deep.equal([0, 30, 70, 0]);
    // 20 go where as many leave, 10 beside those that are there, and the others to the next best.
    expect(next).to.deep.equal([
      [0, 30, 20, 50],
      [20, 0, 80, 0],
    ]);
  });

  it("make a detour with what has to leave where what it wants is still being cleared", () => {
    const tiers = [upTo(900), upTo(100), upTo(900)];
    const permitted = permits({ allowed: [false, true, true], open: [false, true, true] });
    const homeless = placed({ permits: permitted, outside: 100, mustMove: true });
    const cost = [
      [0.9, 0.1, 0.3],
      [0.4, 0.5, 0.9],
    ];
    expect(rows({ tiers, cost, courses: [homeless, placed({ movable: 30 })] })).to.deep.equal([
      [0, 30, 70],
      [30, 70, 0],
    ]);
  });
});

describe("what the next rows aim at", () => {
  const rounded = ({ matrix }: Plan): number[][] => matrix.map((row) => row.map(Math.round));

  it("is the best for all, also while that is not worth a step", () => {
    expect(rounded(plan())).to.deep.equal([
      [0, 100, 0],
      [0, 100, 0],
    ]);
    expect(
      rounded(
        plan({
          cost: [
            [0.41, 0.4, 0.9],
            [0.8, 0.4, 0.9],
          ],
        }),
      )[0],
    ).to.deep.equal([0, 100, 0]);
  });

  it("is what there is while nothing may move", () => {
    const courses = [placed({ movable: 0 }), set([0, 0, 100])];
    expect(rounded(plan({ courses }))).to.deep.equal([
      [100, 0, 0],
      [0, 0, 100],
    ]);
    expect(rounded(plan({ courses: [kept, kept] }))).to.deep.equal([
      [100, 0, 0],
      [0, 100, 0],
    ]);
  });
});
