import { expect } from "chai";
import { inWords } from "../../../../services/traffic-controller/decision/reason";
import { camelot, dead, four, rowOf, secondsUntil, stateOf } from "./camelot";
import { type Conditions, World } from "./worlds";

describe("a region that does not answer", () => {
  it("has failed at the second failed probe, one second after the first", () => {
    const world = new World(four);
    world.pass(5);
    expect(secondsUntil("failed", world, dead)).to.equal(2);
    expect(world.decision?.rows.map((row) => row[2])).to.deep.equal([0, 0, 0, 0]);
  });

  it("has not failed of a single lost probe", () => {
    const world = new World(four);
    for (let round = 0; round < 30; round++) {
      world.tick({ cut: ["*>camelot"] });
      world.tick();
    }
    expect(world.history.every(({ states }) => states[2] === "healthy")).to.equal(true);
  });

  it("has not failed if only one link is cut, but that link is not used", () => {
    const world = new World(four);
    world.pass(60, camelot({ demandIntentsPerMinute: 900 }));
    expect(rowOf(world, 2)[1]).to.be.above(0);
    const decision = world.pass(2, {
      ...camelot({ demandIntentsPerMinute: 900 }),
      cut: ["camelot>brigadoon"],
    });
    expect(decision.states).to.deep.equal(["healthy", "healthy", "healthy", "healthy"]);
    expect(rowOf(world, 2)[1]).to.equal(0);
    expect(decision.reasons.map(inWords)).to.include(
      "camelot does not reach brigadoon, which others do.",
    );
  });

  it("is failed by probes though its monitoring is dead, and brought back by them alone", () => {
    const world = new World(four);
    const blind: Conditions = { signals: { camelot: undefined } };
    world.pass(600, blind);
    expect(stateOf(world)).to.equal("healthy");
    expect(secondsUntil("failed", world, { ...blind, cut: ["*>camelot"] })).to.equal(2);
    expect(secondsUntil("recovering", world, blind)).to.equal(35);
    expect(secondsUntil("healthy", world, blind)).to.equal(120);
  });
});

describe("signals that cannot be believed", () => {
  const empty = { cpu: 0.99, memory: 0, network: 0, intents: 0 };
  for (const [what, signals] of [
    ["older than 15 s", { ageMs: 15_001 }],
    ["of an age that is no number", { ageMs: Number.NaN }],
    ["from the future", { ageMs: -1 }],
    ["with a success of more than all", { successRatio: 1.01 }],
    ["with a success that is no number", { successRatio: Number.NaN }],
    ["with a P95 that is no number", { p95Ms: Number.NaN }],
    ["with a utilisation that is no number", { utilisation: { ...empty, memory: Number.NaN } }],
    ["with a demand that is no number", { demandIntentsPerMinute: Number.NaN }],
    ["with an endless demand", { demandIntentsPerMinute: Infinity }],
    ["with a bound load below zero", { boundIntentsPerMinute: -5 }],
    ["with a cost that is no number", { costUsdPerThousandIntents: Number.NaN }],
  ] as const) {
    it(`change nothing and raise an alert: those ${what}`, () => {
      const world = new World(four);
      world.pass(5);
      // Full as well, which would degrade the region if it were believed.
      const conditions = camelot({ utilisation: empty, ...signals });
      const decision = world.pass(60, conditions);
      expect(stateOf(world)).to.equal("healthy");
      expect(rowOf(world, 2)).to.deep.equal([0, 0, 100, 0]);
      expect(decision.reasons).to.deep.include({ code: "signals-missing", region: "camelot" });
    });
  }

  it("are not those of exactly 15 s", () => {
    const world = new World(four);
    world.pass(11, camelot({ utilisation: empty, ageMs: 15_000 }));
    expect(stateOf(world)).to.equal("degraded");
  });
});

describe("what is judged", () => {
  it("takes out no more than half of the regions, and those that do not answer before others", () => {
    const world = new World(four);
    const bad = { successRatio: 0.2 };
    const decision = world.pass(8, {
      signals: { atlantis: bad, brigadoon: bad, camelot: bad },
      cut: ["*>dinotopia"],
    });
    expect(decision.states).to.deep.equal(["failed", "degraded", "degraded", "failed"]);
    expect(decision.reasons.map(inWords)).to.include(
      "brigadoon would have failed and is only degraded: no more than 2 may fail at a time, and " +
        "somebody has to be left.",
    );
  });

  it("lets an entry that reaches nobody serve itself, whatever the others' states", () => {
    const world = new World(four);
    const decision = world.pass(4, {
      cut: ["atlantis>brigadoon", "atlantis>camelot", "atlantis>dinotopia"],
      silent: ["brigadoon", "camelot", "dinotopia"],
    });
    expect(decision.rows[0]).to.deep.equal([100, 0, 0, 0]);
    expect(decision.reasons).to.deep.include({ code: "isolated", entry: "atlantis" });
  });

  it("does not count what happened while nobody looked", () => {
    const world = new World(four);
    const bad = camelot({ successRatio: 0.4 });
    world.tick(bad);
    world.nowMs += 60_000;
    world.pass(5, bad);
    expect(stateOf(world)).to.equal("healthy");
  });

  it("survives a clock that is set back", () => {
    const world = new World(four);
    world.pass(20, dead);
    world.nowMs -= 3_600_000;
    expect(secondsUntil("recovering", world, {})).to.equal(35);
  });
});
