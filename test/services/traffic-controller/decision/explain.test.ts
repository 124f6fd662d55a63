import { expect } from "chai";
import { type Outcome, explain } from "../../../../services/traffic-controller/decision/explain";
import type { Course } from "../../../../services/traffic-controller/decision/course";
import type {
  Judgement,
  Memory,
  RegionHealth,
} from "../../../../services/traffic-controller/decision/memory";
import type { Override } from "../../../../services/traffic-controller/decision/override";
import type { Permits } from "../../../../services/traffic-controller/decision/permits";
import type { Reason } from "../../../../services/traffic-controller/decision/reason";
import { shippedSettings } from "../../../../services/traffic-controller/settings";
import { wellSignals } from "./worlds";
import { placedWith } from "./courses";

const NOW = 1_000_000;

const well: RegionHealth = {
  judgement: { state: "healthy", sinceMs: 0 },
  badSinceMs: {},
  relapses: 0,
};
const judged = (judgement: Judgement, relapses = 1): RegionHealth => ({
  ...well,
  judgement,
  relapses,
});

const permits = (...allowed: readonly boolean[]): Permits => ({
  allowed,
  open: allowed,
  held: allowed.map(() => false),
  hasChoice: true,
});

const placed = placedWith(permits(true, true));

const memory: Memory = {
  regions: ["atlantis", "brigadoon"],
  atMs: NOW - 1_000,
  health: [well, well],
  down: [
    [false, false],
    [false, false],
  ],
  rows: [
    [100, 0],
    [0, 100],
  ],
  shiftedAtMs: [undefined, NOW - 4_000],
  accepted: [],
};

const order = (id: string): Override => ({
  id,
  kind: "freeze",
  reason: "a drill",
  author: "ada",
  expiresAtMs: NOW + 1_000,
});

const reasons = (more: Partial<Outcome> = {}): Reason[] =>
  explain(
    {
      memory,
      links: { down: memory.down, reach: ["reached", "reached"] },
      health: [well, well],
      signals: [wellSignals, wellSignals],
      spared: [],
      standing: {
        drained: [],
        excluded: [],
        pinned: [],
        frozen: false,
        accepted: [],
        refused: [],
      },
      courses: [placed(), placed()],
      rows: memory.rows,
      rooms: [
        { usable: 850, use: "first" },
        { usable: 850, use: "first" },
      ],
      loads: [100, 100],
      demand: [100, 100],
      ...more,
    },
    shippedSettings,
    NOW,
  );

describe("the reasons of a decision", () => {
  it("are none while all is well", () => {
    expect(reasons()).to.deep.equal([]);
  });

  it("begin with the operators' orders, then tell of the regions, then of the entries", () => {
    const refusal = { override: order("2"), why: "expired" } as const;
    const { standing } = { standing: { drained: [], excluded: [], pinned: [], frozen: false } };
    expect(
      reasons({
        standing: { ...standing, accepted: [order("1")], refused: [refusal] },
        signals: [undefined, wellSignals],
        courses: [placed(), { kind: "kept", because: "frozen", permits: permits(true, true) }],
        rows: [
          [80, 20],
          [0, 100],
        ],
      }),
    ).to.deep.equal([
      { code: "override", override: order("1") },
      { code: "override-refused", refusal },
      { code: "signals-missing", region: "atlantis" },
      { code: "shifted", entry: "atlantis", points: 20 },
      { code: "frozen", entry: "brigadoon" },
    ]);
  });

  it("say who does not answer, and who is spared", () => {
    const links = { down: memory.down, reach: ["lost", "unknown"] } as const;
    expect(reasons({ links, spared: [1] })).to.deep.equal([
      { code: "unreachable", region: "atlantis" },
      { code: "spared", region: "brigadoon", most: 1 },
    ]);
  });

  it("say what is bad, with its value and since when", () => {
    const seen = {
      ...wellSignals,
      successRatio: 0.4,
      p95Ms: 6_000,
      utilisation: { cpu: 0.2, memory: 0.95, network: 0.3, intents: 0.1 },
    };
    const badSinceMs = {
      success: NOW - 1_000,
      collapse: NOW - 2_000,
      latency: NOW - 3_000,
      utilisation: NOW,
    };
    const bad = (trigger: string, value: number, forSeconds: number) => ({
      code: "signals-bad",
      region: "brigadoon",
      trigger,
      value,
      forSeconds,
    });
    const health = [well, { ...well, badSinceMs }];
    expect(reasons({ signals: [wellSignals, seen], health })).to.deep.equal([
      bad("success", 0.4, 1),
      bad("collapse", 0.4, 2),
      bad("latency", 6_000, 3),
      bad("utilisation", 0.95, 0),
    ]);
    expect(reasons({ signals: [wellSignals, undefined], health })).to.deep.equal([
      { code: "signals-missing", region: "brigadoon" },
    ]);
  });

  it("say how far a region is on its way back", () => {
    const wellSinceMs = NOW - 12_000;
    const since = { sinceMs: 0, wellSinceMs };
    const of = (one: RegionHealth): Reason[] => reasons({ health: [one, well] });
    const region = "atlantis";
    expect(of(judged({ state: "recovering", sinceMs: 0, share: 0.3 }))).to.deep.equal([
      { code: "ramping", region, share: 0.3 },
    ]);
    expect(of(judged({ state: "degraded", sinceMs: 0 }))).to.deep.equal([
      { code: "not-well", region },
    ]);
    expect(of(judged({ state: "failed", sinceMs: 0, by: "probes" }))).to.deep.equal([
      { code: "not-well", region },
    ]);
    expect(of(judged({ state: "degraded", ...since }))).to.deep.equal([
      { code: "holding-off", region, secondsLeft: 18, relapses: 1 },
    ]);
    expect(of(judged({ state: "failed", by: "probes", ...since }, 2))).to.deep.equal([
      { code: "holding-off", region, secondsLeft: 48, relapses: 2 },
    ]);
  });

  it("say who is planned with more than it should take, but for rounding", () => {
    // A point of each entry is 2 intents/min.
    expect(reasons({ loads: [852, 100] })).to.deep.equal([]);
    expect(reasons({ loads: [935, 100] })).to.deep.equal([
      { code: "overloaded", region: "atlantis", loadRatio: 1.1 },
    ]);
    const rooms = [
      { usable: 850, use: "leaving" },
      { usable: 50, use: "last" },
    ] as const;
    expect(reasons({ loads: [935, 100], rooms })).to.deep.equal([
      { code: "overloaded", region: "brigadoon", loadRatio: 2 },
    ]);
  });

  it("say which links are down to regions that others reach", () => {
    const down = [
      [false, true],
      [true, false],
    ];
    const links = { down, reach: ["lost", "reached"] } as const;
    expect(reasons({ links })).to.deep.equal([
      { code: "unreachable", region: "atlantis" },
      { code: "link-down", entry: "atlantis", region: "brigadoon" },
    ]);
  });

  it("say who can send to nobody else", () => {
    const courses = [placed({ permits: permits(true, false) }), placed()];
    expect(reasons({ courses })).to.deep.equal([{ code: "isolated", entry: "atlantis" }]);
    const own = [placed(), placed({ permits: permits(true, false) })];
    expect(reasons({ courses: own })).to.deep.equal([]);
  });

  it("say what has moved, and whether it had to", () => {
    const rows = [
      [70, 30],
      [0, 100],
    ];
    const moved = (course: Course): Reason[] => reasons({ rows, courses: [course, placed()] });
    const entry = "atlantis";
    expect(moved(placed())).to.deep.equal([{ code: "shifted", entry, points: 30 }]);
    expect(moved(placed({ outside: 30 }))).to.deep.equal([
      { code: "evacuated", entry, points: 30 },
    ]);
    const set = { kind: "set", row: [70, 30], permits: permits(true, true) } as const;
    expect(moved({ ...set, because: "local" })).to.deep.equal([
      { code: "evacuated", entry, points: 30 },
    ]);
    expect(moved({ ...set, because: "pinned" })).to.deep.equal([
      { code: "pinned", entry, points: 30 },
    ]);
  });

  it("say that a pin has been followed to its end", () => {
    const set = { kind: "set", row: [100, 0], permits: permits(true, true) } as const;
    expect(reasons({ courses: [{ ...set, because: "pinned" }, placed()] })).to.deep.equal([
      { code: "pinned", entry: "atlantis", points: 0 },
    ]);
    expect(reasons({ courses: [{ ...set, because: "local" }, placed()] })).to.deep.equal([]);
  });

  it("say what keeps a row", () => {
    const blind: Course = { kind: "kept", because: "blind", permits: permits(true, true) };
    expect(reasons({ courses: [blind, placed()] })).to.deep.equal([
      { code: "blind", entry: "atlantis" },
    ]);
    const heldDown = placed({ movable: 0 });
    expect(reasons({ courses: [placed(), heldDown] })).to.deep.equal([
      { code: "held-down", entry: "brigadoon", secondsLeft: 6 },
    ]);
    expect(reasons({ courses: [heldDown, placed()] })).to.deep.equal([
      { code: "held-down", entry: "atlantis", secondsLeft: 10 },
    ]);
    expect(reasons({ courses: [placed(), placed({ movable: 0, isStuck: true })] })).to.deep.equal(
      [],
    );
    expect(reasons({ courses: [placed(), placed({ movable: 0, outside: 9 })] })).to.deep.equal([]);
  });
});
