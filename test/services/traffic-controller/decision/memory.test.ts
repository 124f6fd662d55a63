import { expect } from "chai";
import type { Topology } from "../../../../config/topology";
import {
  firstMemory,
  type Judgement,
  type Memory,
  recall,
  type RegionHealth,
  rowOf,
} from "../../../../services/traffic-controller/decision/memory";
import type { Snapshot } from "../../../../services/traffic-controller/decision/snapshot";
import { topologyOf, wellSignals } from "./worlds";

const GAP_MS = 15_000;
const NOW = 1_000_000;

const three = topologyOf([{}, {}, {}]);

/** The same regions in another order, or without some. */
const only = (...indices: readonly number[]): Topology => ({
  ...three,
  regions: indices.flatMap((index) => three.regions[index] ?? []),
});

const ill = (judgement: Judgement): RegionHealth => ({
  judgement,
  badSinceMs: { latency: NOW - 5_000 },
  overloadedAtMs: NOW - 3_000,
  relapses: 2,
  lastSound: wellSignals,
});

const degraded = ill({ state: "degraded", sinceMs: NOW - 9_000, wellSinceMs: NOW - 8_000 });
const failed = ill({
  state: "failed",
  sinceMs: NOW - 9_000,
  by: "signals",
  wellSinceMs: NOW - 8_000,
});
const recovering = ill({ state: "recovering", sinceMs: NOW - 9_000, share: 0.4 });

/** What a controller knows that has seen a lot. */
const known: Memory = {
  regions: ["atlantis", "brigadoon", "camelot"],
  atMs: NOW,
  health: [degraded, failed, recovering],
  down: [
    [false, true, false],
    [false, false, true],
    [true, false, false],
  ],
  rows: [
    [70, 30, 0],
    [0, 100, 0],
    [0, 20, 80],
  ],
  shiftedAtMs: [NOW - 1_000, undefined, NOW - 2_000],
  accepted: ["1"],
};

const at = (nowMs: number, topology = three, snapshot: Snapshot = {}): Memory =>
  recall(known, topology, snapshot, nowMs, GAP_MS);

describe("the memory of a controller that has seen nothing", () => {
  it("is that all is well and each entry serves itself", () => {
    const well = { judgement: { state: "healthy", sinceMs: NOW }, badSinceMs: {}, relapses: 0 };
    expect(firstMemory(only(0, 1), NOW)).to.deep.equal({
      regions: ["atlantis", "brigadoon"],
      atMs: NOW,
      health: [well, well],
      down: [
        [false, false],
        [false, false],
      ],
      rows: [
        [100, 0],
        [0, 100],
      ],
      shiftedAtMs: [undefined, undefined],
      accepted: [],
    });
    expect(recall(undefined, three, {}, NOW, GAP_MS)).to.deep.equal(firstMemory(three, NOW));
  });
});

describe("what is remembered", () => {
  it("is all, a tick later or as late as may be", () => {
    expect(at(NOW + 1_000)).to.deep.equal(known);
    expect(at(NOW + GAP_MS)).to.deep.equal(known);
    expect(at(NOW)).to.deep.equal(known);
  });

  it("is after a gap that somebody was ill, but not for how long, nor for how long well", () => {
    const nowMs = NOW + GAP_MS + 1;
    const { judgement, badSinceMs, ...rest } = degraded;
    expect(judgement.state === "degraded" && badSinceMs).to.deep.equal({ latency: NOW - 5_000 });
    expect(at(nowMs)).to.deep.equal({
      ...known,
      atMs: nowMs,
      health: [
        { ...rest, badSinceMs: {}, judgement: { state: "degraded", sinceMs: NOW - 9_000 } },
        {
          ...rest,
          badSinceMs: {},
          judgement: { state: "failed", sinceMs: NOW - 9_000, by: "signals" },
        },
        { ...rest, badSinceMs: {}, judgement: recovering.judgement },
      ],
    });
  });

  it("is never later than now, when the clock is set back", () => {
    const nowMs = NOW - 60_000;
    const { health, shiftedAtMs } = at(nowMs);
    expect(health.map(({ judgement }) => judgement.sinceMs)).to.deep.equal([nowMs, nowMs, nowMs]);
    expect(health.map(({ overloadedAtMs }) => overloadedAtMs)).to.deep.equal([nowMs, nowMs, nowMs]);
    expect(shiftedAtMs).to.deep.equal([nowMs, undefined, nowMs]);
  });

  it("is of one that is well since when it was, and that nothing was too much for it", () => {
    const first = firstMemory(three, NOW);
    const later = recall(first, three, {}, NOW + GAP_MS + 1, GAP_MS);
    expect(later).to.deep.equal({ ...first, atMs: NOW + GAP_MS + 1 });
    const earlier = recall(first, three, {}, NOW - 1, GAP_MS);
    expect(earlier).to.deep.equal(firstMemory(three, NOW - 1));
  });
});

describe("when the topology changes", () => {
  it("what is known of each region goes where that is now", () => {
    expect(at(NOW + 1_000, only(2, 0, 1))).to.deep.equal({
      regions: ["camelot", "atlantis", "brigadoon"],
      atMs: NOW,
      health: [recovering, degraded, failed],
      down: [
        [false, true, false],
        [false, false, true],
        [true, false, false],
      ],
      rows: [
        [80, 0, 20],
        [0, 70, 30],
        [0, 0, 100],
      ],
      shiftedAtMs: [NOW - 2_000, NOW - 1_000, undefined],
      accepted: ["1"],
    });
  });

  it("it is another one even if some regions are where they were", () => {
    expect(at(NOW + 1_000, only(0, 2, 1)).rows).to.deep.equal([
      [70, 0, 30],
      [0, 80, 20],
      [0, 0, 100],
    ]);
  });

  it("a row that names a region that has gone starts anew, and the others stay", () => {
    const memory = at(NOW + 1_000, only(0, 2));
    expect(memory.regions).to.deep.equal(["atlantis", "camelot"]);
    expect(memory.rows).to.deep.equal([
      [100, 0],
      [0, 100],
    ]);
    expect(at(NOW + 1_000, only(1, 2)).rows).to.deep.equal([
      [100, 0],
      [20, 80],
    ]);
  });

  it("nothing is known of a region that is new", () => {
    const four = topologyOf([{}, {}, {}, {}]);
    const memory = at(NOW + 1_000, four);
    expect(memory.health[3]).to.deep.equal({
      judgement: { state: "healthy", sinceMs: NOW + 1_000 },
      badSinceMs: {},
      relapses: 0,
    });
    expect(memory.rows).to.deep.equal([
      [70, 30, 0, 0],
      [0, 100, 0, 0],
      [0, 20, 80, 0],
      [0, 0, 0, 100],
    ]);
    expect(memory.down.map((row) => row[3])).to.deep.equal([false, false, false, false]);
    expect(memory.down[3]).to.deep.equal([false, false, false, false]);
    expect(memory.shiftedAtMs).to.deep.equal([NOW - 1_000, undefined, NOW - 2_000, undefined]);
  });
});

describe("the row that an entry serves", () => {
  const serves = (weights: Readonly<Record<string, number>>): Memory =>
    at(NOW + 1_000, three, { atlantis: { served: weights } });

  it("is what it says, and counts as shifted now", () => {
    const memory = serves({ atlantis: 70, brigadoon: 0, camelot: 30 });
    expect(memory.rows).to.deep.equal([[70, 0, 30], ...known.rows.slice(1)]);
    expect(memory.shiftedAtMs).to.deep.equal([NOW + 1_000, ...known.shiftedAtMs.slice(1)]);
  });

  it("is no news if it is the known one", () => {
    expect(serves({ atlantis: 70, brigadoon: 30, camelot: 0 })).to.deep.equal(known);
    expect(at(NOW + 1_000, three, { atlantis: {} })).to.deep.equal(known);
  });

  it("is not believed if it is none", () => {
    expect(serves({ atlantis: 10, brigadoon: 0, camelot: 91 })).to.deep.equal(known);
  });
});

describe("weights", () => {
  const regions = ["atlantis", "brigadoon"];

  it("are a row if they are whole points of exactly these regions that sum to 100", () => {
    expect(rowOf({ brigadoon: 40, atlantis: 60 }, regions)).to.deep.equal([60, 40]);
    expect(rowOf({ brigadoon: 0, atlantis: 100 }, regions)).to.deep.equal([100, 0]);
  });

  for (const [what, weights] of [
    ["do not sum to 100", { atlantis: 60, brigadoon: 41 }],
    ["lack a region", { atlantis: 100 }],
    ["name another one", { atlantis: 60, brigadoon: 40, camelot: 0 }],
    ["name another one instead", { atlantis: 100, camelot: 0 }],
    ["are below zero", { atlantis: 101, brigadoon: -1 }],
    ["are not whole", { atlantis: 59.5, brigadoon: 40.5 }],
    ["are no numbers", { atlantis: Number.NaN, brigadoon: 100 }],
  ] as const) {
    it(`are none if they ${what}`, () => {
      expect(rowOf(weights, regions)).to.equal(undefined);
    });
  }
});
