import { expect } from "chai";
import fc from "fast-check";
import type { Order, Override } from "../../../../services/traffic-controller/decision/override";
import { inWords } from "../../../../services/traffic-controller/decision/reason";
import { runs } from "./runs";
import { stories, topologyOf, World } from "./worlds";

const four = topologyOf([{}, {}, {}, {}]);

/** An order of an operator, which stands for the rest of the test unless it says otherwise. */
const ordered = (order: Order, more: Partial<Override> = {}): Override =>
  ({
    id: JSON.stringify(order),
    reason: "maintenance",
    author: "ada",
    expiresAtMs: 10 ** 12,
    ...order,
    ...more,
  }) as Override;

const words = (world: World): string[] => (world.decision?.reasons ?? []).map(inWords);

describe("an override", () => {
  it("drains a region step by step, and sends it nothing new", () => {
    const world = new World(four);
    const overrides = [ordered({ kind: "drain", region: "camelot" })];
    const shares = [0, 1, 2, 3, 4, 5].map(() => world.pass(10, { overrides }).rows[2]?.[2]);
    expect(shares).to.deep.equal([80, 60, 40, 20, 0, 0]);
    expect(world.decision?.states[2]).to.equal("draining");
    expect(words(world)).to.deep.equal(["camelot is drained by order of ada: maintenance."]);
  });

  it("drains a region though the others are overloaded by it", () => {
    const world = new World(four);
    const busy = { demandIntentsPerMinute: 900 };
    const decision = world.pass(60, {
      signals: { atlantis: busy, brigadoon: busy, camelot: busy, dinotopia: busy },
      overrides: [ordered({ kind: "drain", region: "camelot" })],
    });
    expect(decision.rows.map((row) => row[2])).to.deep.equal([0, 0, 0, 0]);
    expect(decision.reasons.some(({ code }) => code === "overloaded")).to.equal(true);
  });

  it("excludes a region at once", () => {
    const world = new World(four);
    const decision = world.tick({ overrides: [ordered({ kind: "exclude", region: "camelot" })] });
    expect(decision.rows.map((row) => row[2])).to.deep.equal([0, 0, 0, 0]);
    expect(decision.states[2]).to.equal("draining");
  });

  it("stands until it is lifted, and the region comes back step by step", () => {
    const world = new World(four);
    world.pass(500, { overrides: [ordered({ kind: "exclude", region: "camelot" })] });
    expect(world.decision?.rows[2]?.[2]).to.equal(0);
    expect([0, 1, 2, 3, 4].map(() => world.pass(10).rows[2]?.[2])).to.deep.equal([
      20, 40, 60, 80, 100,
    ]);
  });

  it("ends when it expires", () => {
    const world = new World(four);
    const overrides = [
      ordered({ kind: "exclude", region: "camelot" }, { expiresAtMs: world.nowMs + 3_000 }),
    ];
    expect(world.pass(2, { overrides }).states[2]).to.equal("draining");
    expect(world.pass(1, { overrides }).states[2]).to.equal("healthy");
    expect(words(world)).to.include(
      "Not carried out: camelot is excluded by order of ada. It has expired.",
    );
  });

  it("without an end that is a time has ended", () => {
    const world = new World(four);
    const overrides = [
      ordered({ kind: "exclude", region: "camelot" }, { expiresAtMs: Number.NaN }),
    ];
    expect(world.tick({ overrides }).states[2]).to.equal("healthy");
  });

  it("pins an entry's row step by step, and wins over what signals say", () => {
    const world = new World(four);
    const weights = { atlantis: 0, brigadoon: 0, camelot: 70, dinotopia: 30 };
    const overrides = [ordered({ kind: "pin", entry: "atlantis", weights })];
    world.pass(120, { overrides, signals: { camelot: { successRatio: 0.1 } } });
    expect(world.decision?.states[2]).to.equal("failed");
    expect(world.decision?.rows[0]).to.deep.equal([0, 0, 70, 30]);
    const moves = world.history.map(({ rows }) => rows[0]?.[0] ?? 0);
    moves
      .slice(1)
      .forEach((points, tick) => expect((moves[tick] ?? 0) - points).to.be.within(0, 20));
  });

  it("does not pin anything to a region that does not answer, or is excluded", () => {
    const world = new World(four);
    const weights = { atlantis: 10, brigadoon: 0, camelot: 70, dinotopia: 20 };
    const pin = ordered({ kind: "pin", entry: "atlantis", weights });
    world.pass(60, { overrides: [pin] });
    expect(world.decision?.rows[0]).to.deep.equal([10, 0, 70, 20]);
    expect(world.pass(60, { overrides: [pin], cut: ["*>camelot"] }).rows[0]).to.deep.equal([
      33, 0, 0, 67,
    ]);
    const both = [pin, ordered({ kind: "exclude", region: "dinotopia" })];
    expect(world.pass(1, { overrides: both, cut: ["*>camelot"] }).rows[0]).to.deep.equal([
      100, 0, 0, 0,
    ]);
  });

  it("freezes all shifts but those away from a region that has failed", () => {
    const world = new World(four);
    const overrides = [ordered({ kind: "freeze" })];
    const full = { camelot: { utilisation: { cpu: 0.99, memory: 0, network: 0, intents: 0 } } };
    world.pass(120, { overrides, signals: full });
    expect(world.decision?.states[2]).to.equal("degraded");
    expect(world.decision?.rows[2]).to.deep.equal([0, 0, 100, 0]);
    world.pass(2, { overrides, signals: full, cut: ["*>camelot"] });
    expect(world.decision?.rows[2]?.[2]).to.equal(0);
    expect(words(world)).to.include("All shifts are frozen by order of ada: maintenance.");
  });

  it("that would leave no region is refused, whichever of them comes first", () => {
    const world = new World(topologyOf([{}, {}]));
    const atlantis = ordered({ kind: "exclude", region: "atlantis" });
    const brigadoon = ordered({ kind: "drain", region: "brigadoon" });
    world.pass(5, { overrides: [brigadoon] });
    const decision = world.tick({ overrides: [atlantis, brigadoon] });
    expect(decision.states).to.deep.equal(["healthy", "draining"]);
    expect(words(world)).to.include(
      "Not carried out: atlantis is excluded by order of ada. It would leave no region.",
    );
  });

  it("that would leave no region is refused though the others are out by other orders", () => {
    const world = new World(topologyOf([{}, {}, {}]));
    const overrides = [
      ordered({ kind: "exclude", region: "atlantis" }, { id: "3" }),
      ordered({ kind: "drain", region: "brigadoon" }, { id: "1" }),
      ordered({ kind: "exclude", region: "camelot" }, { id: "2" }),
    ];
    const states = ["healthy", "draining", "draining"];
    expect(world.tick({ overrides }).states).to.deep.equal(states);
    expect(world.tick({ overrides: [...overrides].reverse() }).states).to.deep.equal(states);
    expect(world.decision?.next.accepted).to.deep.equal(["1", "2"]);
  });

  it("that has been accepted comes before any new one, whatever their names", () => {
    const world = new World(topologyOf([{}, {}]));
    const old = ordered({ kind: "exclude", region: "atlantis" }, { id: "z" });
    world.tick({ overrides: [old] });
    const young = ordered({ kind: "exclude", region: "brigadoon" }, { id: "a" });
    for (const overrides of [
      [young, old],
      [old, young],
    ]) {
      expect(world.tick({ overrides }).states).to.deep.equal(["draining", "healthy"]);
    }
  });

  it("that leaves only regions that have failed is refused", () => {
    const world = new World(topologyOf([{}, {}]));
    const conditions = { cut: ["*>atlantis"] };
    world.pass(5, conditions);
    const overrides = [ordered({ kind: "exclude", region: "brigadoon" })];
    expect(world.tick({ ...conditions, overrides }).states).to.deep.equal(["failed", "healthy"]);
  });

  it("leaves the last region to be degraded at most", () => {
    const world = new World(topologyOf([{}, {}]));
    const overrides = [ordered({ kind: "exclude", region: "atlantis" })];
    world.pass(5, { overrides });
    const decision = world.pass(100, { overrides, signals: { brigadoon: { successRatio: 0 } } });
    expect(decision.states).to.deep.equal(["draining", "degraded"]);
    expect(decision.rows).to.deep.equal([
      [0, 100],
      [0, 100],
    ]);
  });

  for (const [what, order, why] of [
    ["of a stranger", { kind: "drain", region: "utopia" }, "There is no such region."],
    [
      "of a stranger's row",
      { kind: "pin", entry: "utopia", weights: {} },
      "There is no such region.",
    ],
    [
      "of a row that does not sum to 100",
      {
        kind: "pin",
        entry: "atlantis",
        weights: { atlantis: 99, brigadoon: 0, camelot: 0, dinotopia: 0 },
      },
      "Its weights are not whole percents of all regions that sum to 100.",
    ],
    [
      "of a row without all regions",
      { kind: "pin", entry: "atlantis", weights: { atlantis: 100 } },
      "Its weights are not whole percents of all regions that sum to 100.",
    ],
  ] as const) {
    it(`${what} is refused`, () => {
      const world = new World(four);
      expect(world.tick({ overrides: [ordered(order)] }).changed).to.deep.equal([]);
      expect(
        words(world).some((it) => it.startsWith("Not carried out") && it.endsWith(why)),
      ).to.equal(true);
    });
  }

  it("is obeyed in whatever happens: an excluded region gets nothing while any other is there", () => {
    fc.assert(
      fc.property(stories, fc.nat(), ({ topology, settings, phases }, which) => {
        const world = new World(topology, settings);
        const index = which % topology.regions.length;
        const region = topology.regions[index]?.name ?? "";
        const overrides = [ordered({ kind: "exclude", region })];
        for (const { seconds, conditions } of phases) {
          for (let second = 0; second < seconds; second++) {
            const { rows, states, next } = world.tick({ ...conditions, overrides });
            expect(states[index]).to.equal("draining");
            rows.forEach((row, entry) => {
              const isLeft = states.some(
                (state, other) =>
                  other !== index && state !== "failed" && next.down[entry]?.[other] !== true,
              );
              if (isLeft) expect(row[index]).to.equal(0);
            });
          }
        }
      }),
      runs(30),
    );
  });
});
