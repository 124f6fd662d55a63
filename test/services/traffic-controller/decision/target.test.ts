import { expect } from "chai";
import type { Tiers } from "../../../../services/traffic-controller/decision/assignment";
import type { Course } from "../../../../services/traffic-controller/decision/course";
import {
  addShares,
  afterLoads,
  type Planning,
  type Target,
  targetOf,
} from "../../../../services/traffic-controller/decision/target";
import { permitsFor, placedWith } from "./courses";

const permits = permitsFor(2);
const placed = placedWith(permits());

const upTo = (room: number): Tiers => [
  { room, penalty: 0 },
  { room: Infinity, penalty: 10 },
];

/** Two entries of 100 and 200 intents/min; each region has room for 300. */
const target = (more: Partial<Planning> = {}): Target =>
  targetOf({
    before: [
      [100, 0],
      [0, 100],
    ],
    courses: [placed(), placed()],
    demand: [100, 200],
    cost: [
      [0.2, 0.5],
      [0.8, 0.4],
    ],
    tiers: [upTo(300), upTo(300)],
    limits: [300, 300],
    ...more,
  });

const round = (rows: readonly (readonly number[])[]): number[][] =>
  rows.map((row) => row.map((points) => Math.round(points * 1e6) / 1e6));

describe("the target", () => {
  it("is where all are best off, and nothing of that is dearer", () => {
    const best = target();
    expect(round(best.matrix)).to.deep.equal([
      [100, 0],
      [0, 100],
    ]);
    expect(best.rows).to.deep.equal([
      [100, 0],
      [0, 100],
    ]);
    expect(best.excessRatio).to.deep.equal([0, 0]);
    expect(best.totalExcessRatio).to.equal(0);
    expect(best.relieves).to.equal(false);
  });

  it("is the same whatever rows are served, but tells how much dearer those are", () => {
    const { matrix, excessRatio, totalExcessRatio } = target({
      before: [
        [40, 60],
        [10, 90],
      ],
    });
    expect(round(matrix)).to.deep.equal([
      [100, 0],
      [0, 100],
    ]);
    // A request of the first is 0.3 dearer than its 0.2, of the second 0.4 than its 0.4.
    expect(excessRatio[0]).to.be.closeTo(0.3 / 0.2, 1e-9);
    expect(excessRatio[1]).to.be.closeTo(0.4 / 0.4, 1e-9);
    // 60 requests by 0.3 and 20 by 0.4, of 100 by 0.2 and 200 by 0.4.
    expect(totalExcessRatio).to.be.closeTo((60 * 0.3 + 20 * 0.4) / (20 + 80), 1e-9);
  });

  it("is in shares, and in whole points, where a region is full", () => {
    const { matrix, rows, excessRatio } = target({ tiers: [upTo(33.4), upTo(300)] });
    expect(round(matrix)).to.deep.equal([
      [33.4, 66.6],
      [0, 100],
    ]);
    expect(rows).to.deep.equal([
      [33, 67],
      [0, 100],
    ]);
    // The first is 66.6 requests dearer here, by a penalty of 10 less the longer way.
    expect(excessRatio[0]).to.equal(0);
  });

  it("relieves who has too much, if it can", () => {
    const tiers = [upTo(40), upTo(300)];
    const limits = [40, 300];
    expect(target({ tiers, limits }).relieves).to.equal(true);
    const before = [
      [40, 60],
      [0, 100],
    ];
    expect(target({ tiers, limits, before }).relieves).to.equal(false);
    const nowhere = { tiers: [upTo(40), upTo(40)], limits: [40, 40] };
    expect(target({ ...nowhere, before: target(nowhere).rows }).relieves).to.equal(false);
  });

  it("is dearer by what an overload costs", () => {
    const { totalExcessRatio } = target({ tiers: [upTo(40), upTo(300)] });
    // 60 requests at 10, which would be 0.3 dearer elsewhere.
    const best = 40 * 0.2 + 60 * 0.5 + 200 * 0.4;
    expect(totalExcessRatio).to.be.closeTo((600 - 60 * 0.3) / best, 1e-9);
  });

  it("is no cheaper than it is, where an overload cannot be helped", () => {
    const before = [
      [100, 0],
      [50, 50],
    ];
    const tiers = [upTo(100), upTo(100)];
    // 100 requests are beyond any room at 10; beside that, 100 are 0.4 dearer than need be.
    const best = 100 * 0.2 + 200 * 0.4 + 100 * 10;
    expect(target({ before, tiers }).totalExcessRatio).to.be.closeTo((100 * 0.4) / best, 1e-9);
  });

  it("is not dearer than rows that fit better, by chance of rounding", () => {
    const before = [
      [33, 67],
      [0, 100],
    ];
    const tiers = [upTo(33.6), upTo(300)];
    const { rows, totalExcessRatio } = target({ before, tiers });
    expect(rows[0]).to.deep.equal([34, 66]);
    expect(totalExcessRatio).to.equal(0);
  });

  it("is not dearer where requests cost nothing anywhere", () => {
    const free = target({
      cost: [
        [0, 0],
        [0, 0],
      ],
    });
    expect([free.totalExcessRatio, ...free.excessRatio]).to.deep.equal([0, 0, 0]);
  });

  it("leaves a row that is set or kept as it is, and the room that it takes", () => {
    const set: Course = { kind: "set", row: [60, 40], because: "pinned", permits: permits() };
    const kept: Course = { kind: "kept", because: "frozen", permits: permits() };
    const before = [
      [30, 70],
      [0, 100],
    ];
    const tiers = [upTo(300), upTo(240)];
    const other = target({ courses: [set, placed()], before, tiers });
    expect(round(other.matrix)).to.deep.equal([
      [60, 40],
      [0, 100],
    ]);
    expect(other.excessRatio[0]).to.equal(0);
    expect(round(target({ courses: [kept, placed()], before, tiers }).matrix)).to.deep.equal([
      [30, 70],
      [15, 85],
    ]);
  });

  it("leaves what is held, and shares out the rest where it may go", () => {
    const holding = placed({ permits: permits({ open: [false, true], held: [true, false] }) });
    const before = [
      [30, 70],
      [40, 60],
    ];
    expect(round(target({ courses: [placed(), holding], before }).matrix)).to.deep.equal([
      [100, 0],
      [40, 60],
    ]);
  });

  it("leaves all that is allowed of a row that is stuck", () => {
    const stuck = placed({
      permits: permits({ allowed: [true, false], open: [true, false] }),
      isStuck: true,
    });
    const before = [
      [100, 0],
      [40, 60],
    ];
    expect(round(target({ courses: [placed(), stuck], before }).matrix)).to.deep.equal([
      [100, 0],
      [100, 0],
    ]);
  });
});

describe("what flows", () => {
  it("is added in points", () => {
    const row = [10, 20];
    addShares(row, [6, 0], 2);
    expect(row).to.deep.equal([13, 20]);
  });

  it("leaves less room in each region's tiers", () => {
    const rooms = afterLoads([upTo(300), upTo(40)], [100, 50]).map((tiers) =>
      tiers.map(({ room }) => room),
    );
    expect(rooms).to.deep.equal([
      [200, Infinity],
      [0, Infinity],
    ]);
  });
});
