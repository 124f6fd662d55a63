import { expect } from "chai";
import { isMet, playDrill, type RoundResult } from "../../drills/drill";
import type { PlannedRound } from "../../drills/plan";
import { REGIONS, World, type WorldPlan } from "./sample-world";

const round = (number: number, victim = "eu-west-1"): PlannedRound => ({
  mode: "errors",
  number,
  victim,
  other: REGIONS.find((name) => name !== victim) ?? "",
  moreCalmMs: 0,
});

async function drill(plan: WorldPlan, ...rounds: readonly PlannedRound[]) {
  const world = new World(plan);
  const told: RoundResult[] = [];
  const results = await playDrill({
    rounds,
    regions: REGIONS,
    sources: [world.source],
    stage: world.stage,
    rate: 100,
    load: { othersRate: 10, hasBound: false },
    boundTo: [],
    roundTrip: () => 0,
    report: () => undefined,
    onResult: (result) => told.push(result),
    signal: world.interrupting.signal,
    clock: world.clock,
  }).catch((error: unknown) => error);
  const done = world.done.map((line) => line.replace(/^\d+ s: /, ""));
  return { results: results as RoundResult[] | Error, told, done };
}

describe("a drill", () => {
  it("plays its rounds, judges each, and takes back what it has given", async () => {
    const { results, told, done } = await drill({}, round(1), round(2));
    expect(results).to.deep.equal(told);
    expect(told.map(isMet)).to.deep.equal([true, true]);
    expect(done.filter((what) => /share/.test(what))).to.deep.equal([
      "share us-east-1 eu-west-1 50",
      "share us-east-1 eu-west-1 50",
      "unshare us-east-1",
    ]);
  });

  it("has controllers forget the round before, and the last one", async () => {
    const { done } = await drill({}, round(1), round(2));
    expect(done.filter((what) => /forget|break/.test(what))).to.deep.equal([
      ...["break eu-west-1", "forget", "break eu-west-1", "forget"],
    ]);
  });

  it("does not lose what it has found where controllers cannot be started anew", async () => {
    const { results, told } = await drill({ isForgetful: false }, round(1));
    expect(results).to.deep.equal(told);
    expect(told.map(isMet)).to.deep.equal([true]);
  });

  it("takes a share back before another entry gives one", async () => {
    const { done } = await drill({}, round(1), round(2, "us-east-1"));
    expect(done.filter((what) => /share/.test(what))).to.deep.equal([
      "share us-east-1 eu-west-1 50",
      "unshare us-east-1",
      "share eu-west-1 us-east-1 50",
      "unshare eu-west-1",
    ]);
  });

  it("goes on after a round that could not be played, which is not met", async () => {
    const { told } = await drill(
      {
        fault: (number) =>
          number === 1 ? { begin: () => Promise.reject(new Error("no pod to break")) } : {},
      },
      round(1),
      round(2),
    );
    expect(told.map(isMet)).to.deep.equal([false, true]);
    expect(told[0]).to.include({ brokenOff: "no pod to break" });
  });

  it("ends where a region stays broken, and still takes the share back", async () => {
    const { results, told, done } = await drill({ isMendable: false }, round(1), round(2));
    expect(results).to.have.property("name", "NotMended");
    expect(told).to.deep.equal([]);
    expect(done.filter((what) => what.startsWith("break"))).to.have.length(1);
    expect(done).to.include("unshare us-east-1");
  });

  it("ends with the signal, once nothing is broken and no share is given", async () => {
    const { results, done } = await drill({ interruptAt: 40_000 }, round(1), round(2));
    expect(results).to.have.property("message", "interrupted");
    expect(done.slice(-3)).to.deep.equal([
      ...["mend eu-west-1", "load stopped", "unshare us-east-1"],
    ]);
  });
});
