import { expect } from "chai";
import * as fc from "fast-check";
import { roundKindNames } from "../../drills/exercise";
import { modeNames } from "../../drills/mode";
import { type DrillPlan, parseModes, plannedRounds } from "../../drills/plan";

const REGIONS = ["us-east-1", "eu-west-1", "ap-southeast-1", "us-west-2"];

const anyPlan: fc.Arbitrary<DrillPlan> = fc.record({
  modes: fc.subarray([...roundKindNames]),
  count: fc.integer({ min: 1, max: 20 }),
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  regions: fc
    .subarray(REGIONS.slice(1), { minLength: 1 })
    .map((others) => [REGIONS[0] ?? "", ...others]),
  primary: fc.constant(REGIONS[0] ?? ""),
});

describe("the plan of a drill", () => {
  it("breaks one of its regions in each round, and has another one share with it", () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const rounds = plannedRounds(plan);
        expect(rounds).to.have.length(plan.modes.length * plan.count);
        for (const { mode, victim, other, moreCalmMs } of rounds) {
          expect(plan.regions).to.include.members([victim, other]);
          expect(other).not.to.equal(victim);
          if (mode === "primary") expect(victim).to.equal(plan.primary);
          expect(moreCalmMs).to.be.within(0, 2_999);
        }
      }),
    );
  });

  it("plays a round in the same way whatever else is played", () => {
    fc.assert(
      fc.property(anyPlan, fc.constantFrom(...roundKindNames), (plan, mode) => {
        const all = plannedRounds({ ...plan, modes: roundKindNames });
        const alone = plannedRounds({ ...plan, modes: [mode], count: 1 });
        expect(all).to.deep.include(alone[0]);
      }),
    );
  });

  it("breaks every region at some time", () => {
    const rounds = plannedRounds({
      ...{ modes: ["kill"], count: 40, seed: 1, regions: REGIONS, primary: "us-east-1" },
    });
    expect(new Set(rounds.map(({ victim }) => victim))).to.have.all.keys(REGIONS);
    expect(new Set(rounds.map(({ other }) => other))).to.have.all.keys(REGIONS);
    expect(new Set(rounds.map(({ moreCalmMs }) => moreCalmMs)).size).to.be.above(30);
  });

  it("takes two regions at least, the primary among them", () => {
    const plan = { modes: modeNames, count: 1, seed: 1, primary: "us-east-1" };
    for (const regions of [["us-east-1"], ["us-east-1", "us-east-1"], REGIONS.slice(1)]) {
      expect(() => plannedRounds({ ...plan, regions })).to.throw("--regions: name us-east-1");
    }
  });
});

describe("the modes of a drill", () => {
  it("are those that are named, each once, or every one", () => {
    expect(parseModes("pause,kill,pause")).to.deep.equal(["pause", "kill"]);
    expect(parseModes("every")).to.deep.equal(modeNames);
    expect(parseModes("latency,all")).to.deep.equal(["latency", "all"]);
  });

  it("are listed where one is unknown", () => {
    expect(() => parseModes("kill,flood")).to.throw(
      'there is no mode "flood". Name some of kill, pause,',
    );
  });
});
