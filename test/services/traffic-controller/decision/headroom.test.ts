import { expect } from "chai";
import {
  afterLoad,
  limitOf,
  pressures,
  type Room,
  roomOf,
  stepTiersOf,
  tiersOf,
} from "../../../../services/traffic-controller/decision/headroom";
import type {
  Judgement,
  RegionHealth,
} from "../../../../services/traffic-controller/decision/memory";
import { shippedSettings, type Strategy } from "../../../../services/traffic-controller/settings";
import { wellSignals } from "./worlds";

const [YES, NO] = [true, false];

const health = (judgement: Judgement, boundIntentsPerMinute = 0): RegionHealth => ({
  judgement,
  badSinceMs: {},
  relapses: 0,
  lastSound: { ...wellSignals, boundIntentsPerMinute },
});

const well: Judgement = { state: "healthy", sinceMs: 0 };

const room = (of: RegionHealth | undefined, isDrained = false): Room =>
  roomOf({ capacityIntentsPerMinute: 1_000 }, of, isDrained, shippedSettings.assignment);

describe("the room of a region", () => {
  it("is what is usable of its capacity, less what is bound to it", () => {
    expect(room(undefined)).to.deep.equal({ usable: 850, use: "first" });
    expect(room(health(well, 300))).to.deep.equal({ usable: 550, use: "first" });
  });

  it("is all that is usable while nothing has been heard of it", () => {
    expect(room({ judgement: well, badSinceMs: {}, relapses: 0 }).usable).to.equal(850);
  });

  it("is a hundredth of its capacity at least", () => {
    expect(room(health(well, 845)).usable).to.equal(10);
    expect(room(health(well, 5_000)).usable).to.equal(10);
  });

  it("is a share of it on its way back", () => {
    const judgement: Judgement = { state: "recovering", sinceMs: 0, share: 0.5 };
    expect(room(health(judgement, 100))).to.deep.equal({ usable: 325, use: "first" });
  });

  it("is used last while it is degraded, and for nothing new while it is drained", () => {
    const degraded = health({ state: "degraded", sinceMs: 0 });
    expect(room(degraded)).to.deep.equal({ usable: 850, use: "last" });
    expect(room(degraded, true)).to.deep.equal({ usable: 850, use: "leaving" });
    expect(room(health(well), true)).to.deep.equal({ usable: 850, use: "leaving" });
  });
});

const first = (usable: number): Room => ({ usable, use: "first" });

describe("the pressure on a region", () => {
  it("is the demand over the room, of all that is shared", () => {
    const all = [
      [YES, YES],
      [YES, YES],
    ];
    expect(pressures(all, [300, 100], [first(300), first(500)])).to.deep.equal([
      { first: 0.5, all: 0.5 },
      { first: 0.5, all: 0.5 },
    ]);
  });

  it("counts regions that are used last for all, and those that are left for nothing", () => {
    const all = [
      [YES, YES, YES],
      [YES, YES, YES],
      [YES, YES, YES],
    ];
    const rooms: Room[] = [
      first(100),
      { usable: 300, use: "last" },
      { usable: 900, use: "leaving" },
    ];
    expect(pressures(all, [20, 20, 10], rooms)).to.deep.equal(
      rooms.map(() => ({ first: 0.5, all: 0.125 })),
    );
  });

  it("has no end where there is no room", () => {
    const rooms: Room[] = [
      { usable: 100, use: "last" },
      { usable: 100, use: "leaving" },
    ];
    const own = [
      [YES, NO],
      [NO, YES],
    ];
    expect(pressures(own, [50, 50], rooms)).to.deep.equal([
      { first: Infinity, all: 0.5 },
      { first: Infinity, all: Infinity },
    ]);
  });

  it("is not shared by those that nothing connects", () => {
    const apart = [
      [YES, NO, NO],
      [NO, YES, YES],
      [NO, NO, YES],
    ];
    expect(pressures(apart, [50, 30, 90], [first(100), first(200), first(200)])).to.deep.equal([
      { first: 0.5, all: 0.5 },
      { first: 0.3, all: 0.3 },
      { first: 0.3, all: 0.3 },
    ]);
  });

  it("is shared over any number of steps, whoever comes first", () => {
    const chain = [
      [NO, NO, YES, YES],
      [YES, YES, NO, NO],
      [NO, YES, YES, NO],
      [NO, NO, NO, NO],
    ];
    const rooms = [first(100), first(100), first(100), first(100)];
    expect(pressures(chain, [40, 40, 120, 999], rooms)).to.deep.equal(
      rooms.map(() => ({ first: 0.5, all: 0.5 })),
    );
  });
});

describe("the tiers of a region", () => {
  // With four regions a step is 10.
  const tiers = (strategy: Strategy, use: Room["use"], load = 0.5, spillMs = 50, costUnit = 100) =>
    tiersOf(
      { usable: 850, use },
      { first: load, all: load },
      { ...shippedSettings.assignment, strategy, spillMs },
      4,
      costUnit,
    );

  const overload = [
    { room: 0, penalty: 30 },
    { room: 212.5, penalty: 40 },
    { room: 212.5, penalty: 50 },
    { room: 425, penalty: 60 },
    { room: 850, penalty: 70 },
    { room: Infinity, penalty: 80 },
  ];

  for (const strategy of ["latency", "cost"] as const) {
    it(`are what is usable and then overload, by ${strategy}`, () => {
      expect(tiers(strategy, "first")).to.deep.equal([{ room: 850, penalty: 0 }, ...overload]);
    });
  }

  it("are calm up to a share of its capacity by hybrid, and then at the price of a spill", () => {
    expect(tiers("hybrid", "first")).to.deep.equal([
      { room: 700, penalty: 0 },
      { room: 150, penalty: 0.5 },
      ...overload,
    ]);
    expect(tiers("hybrid", "first", 0.5, 50_000)[1]).to.deep.equal({ room: 150, penalty: 10 });
  });

  it("are as full as all others by capacity, before any is fuller", () => {
    expect(tiers("capacity", "first", 0.2)).to.deep.equal([
      { room: 170, penalty: 0 },
      { room: 680, penalty: 10 },
      ...overload,
    ]);
    const settings = { ...shippedSettings.assignment, strategy: "capacity" as const };
    expect(tiersOf(first(850), undefined, settings, 4, 100)[0]).to.deep.equal({
      room: 850,
      penalty: 0,
    });
    expect(tiers("capacity", "first", 2).slice(0, 2)).to.deep.equal([
      { room: 850, penalty: 0 },
      { room: 0, penalty: 10 },
    ]);
    expect(tiers("capacity", "first", Infinity).slice(0, 2)).to.deep.equal([
      { room: 850, penalty: 0 },
      { room: 0, penalty: 10 },
    ]);
  });

  for (const strategy of ["latency", "cost", "hybrid", "capacity"] as const) {
    it(`are dear while it is degraded, and dearest while it is drained, by ${strategy}`, () => {
      expect(tiers(strategy, "last")).to.deep.equal([{ room: 850, penalty: 20 }, ...overload]);
      expect(tiers(strategy, "leaving")).to.deep.equal([{ room: Infinity, penalty: 400 }]);
    });
  }

  it("give it its share of an overload before anybody gets more", () => {
    expect(tiers("latency", "first", 2)).to.deep.equal([
      { room: 850, penalty: 0 },
      { room: 850, penalty: 30 },
      { room: 425, penalty: 40 },
      { room: 425, penalty: 50 },
      { room: 850, penalty: 60 },
      { room: 1_700, penalty: 70 },
      { room: Infinity, penalty: 80 },
    ]);
  });

  it("are fewer on the way: what it must take at most, and overload at twice the price", () => {
    const step = (use: Room["use"], all: number) =>
      stepTiersOf({ usable: 100, use }, { first: 0, all }, 4);
    expect(step("first", 2)).to.deep.equal([
      { room: 200, penalty: 0 },
      { room: 50, penalty: 80 },
      { room: 50, penalty: 100 },
      { room: 100, penalty: 120 },
      { room: 200, penalty: 140 },
      { room: Infinity, penalty: 160 },
    ]);
    expect(step("last", 0.5)[0]).to.deep.equal({ room: 100, penalty: 0 });
    expect(step("leaving", 2)).to.deep.equal([{ room: Infinity, penalty: 400 }]);
  });
});

describe("what a region must take at most", () => {
  it("is what is usable, and its share of an overload", () => {
    const limit = (all: number) => limitOf({ usable: 100, use: "first" }, { first: 0, all });
    expect([limit(0.5), limit(1), limit(1.5), limit(Infinity), limit(Number.NaN)]).to.deep.equal([
      100, 100, 150, 100, 100,
    ]);
    expect(limitOf({ usable: 100, use: "first" }, undefined)).to.equal(100);
  });
});

describe("what is left of tiers", () => {
  it("is what a load has not filled, from the cheapest on", () => {
    const tiers = [
      { room: 10, penalty: 0 },
      { room: 20, penalty: 1 },
      { room: Infinity, penalty: 2 },
    ];
    const rooms = (load: number): number[] => afterLoad(tiers, load).map((tier) => tier.room);
    expect(rooms(0)).to.deep.equal([10, 20, Infinity]);
    expect(rooms(15)).to.deep.equal([0, 15, Infinity]);
    expect(rooms(99)).to.deep.equal([0, 0, Infinity]);
    expect(afterLoad(tiers, 15).map(({ penalty }) => penalty)).to.deep.equal([0, 1, 2]);
  });
});
