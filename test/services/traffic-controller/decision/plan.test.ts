import { expect } from "chai";
import type { Tiers } from "../../../../services/traffic-controller/decision/assignment";
import type { Course } from "../../../../services/traffic-controller/decision/course";
import {
  type Plan,
  planRows,
  type StepPlanning,
} from "../../../../services/traffic-controller/decision/plan";
import { shippedSettings } from "../../../../services/traffic-controller/settings";
import { permitsFor, placedWith } from "./courses";

const permits = permitsFor(3);
const placed = placedWith(permits());

const set = (row: readonly number[]): Course => ({
  kind: "set",
  row,
  because: "pinned",
  permits: permits(),
});
const kept: Course = { kind: "kept", because: "frozen", permits: permits() };

/** Intents/min that a point of an entry is. */
const POINT = 2;

/** Room for so many points. */
const upTo = (points: number): Tiers => [
  { room: points * POINT, penalty: 0 },
  { room: Infinity, penalty: 10 },
];

const plan = (more: Partial<StepPlanning> = {}, minStepPoints = 2): Plan => {
  const tiers = more.tiers ?? [upTo(900), upTo(900), upTo(900)];
  const planning: StepPlanning = {
    before: [
      [100, 0, 0],
      [0, 100, 0],
    ],
    courses: [placed(), placed()],
    demand: [100 * POINT, 100 * POINT],
    cost: [
      [0.5, 0.4, 0.9],
      [0.8, 0.4, 0.9],
    ],
    tiers,
    stepTiers: tiers,
    limits: tiers.map(([first]) => first?.room ?? 0),
    ...more,
  };
  return planRows(planning, { ...shippedSettings.shift, minStepPoints });
};

const rows = (...given: Parameters<typeof plan>) => plan(...given).rows;

describe("the next rows", () => {
  it("go a step towards the best", () => {
    expect(rows()).to.deep.equal([
      [80, 20, 0],
      [0, 100, 0],
    ]);
    expect(rows({ courses: [placed({ movable: 50 }), placed()] })[0]).to.deep.equal([50, 50, 0]);
  });

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

  it("move away from a region that is drained, even if that makes it worse", () => {
    const draining = placed({
      permits: permits({ open: [true, false, true] }),
      mustMove: true,
    });
    const tiers = [upTo(900), [{ room: Infinity, penalty: 400 }], upTo(900)];
    expect(rows({ courses: [kept, draining], tiers })[1]).to.deep.equal([20, 80, 0]);
  });

  it("are not written for a point or less, but to relieve an overload", () => {
    const before = [
      [0, 100, 0],
      [1, 99, 0],
    ];
    expect(rows({ before })).to.deep.equal(before);
    expect(rows({ before }, 1)).to.deep.equal([
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
