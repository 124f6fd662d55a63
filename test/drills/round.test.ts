import { expect } from "chai";
import { Journal } from "../../drills/journal";
import type { PlannedRound } from "../../drills/plan";
import { playRound } from "../../drills/round";
import type { RoundTimes } from "../../drills/times";
import { REGIONS, World, type WorldPlan } from "./sample-world";

const TIMES: RoundTimes = { restMs: 300_000, calmMs: 10_000, holdMs: 25_000, settleMs: 180_000 };

const KILL: PlannedRound = {
  mode: "kill",
  number: 1,
  victim: "eu-west-1",
  other: "us-east-1",
  moreCalmMs: 1_000,
};

function play(plan: WorldPlan = {}, round: Partial<PlannedRound> = {}) {
  const world = new World(plan);
  const journal = new Journal(REGIONS);
  const watching = new AbortController();
  void world.source(journal.tell, watching.signal);
  const played = playRound({
    round: { ...KILL, ...round },
    times: TIMES,
    stage: world.stage,
    journal,
    report: () => undefined,
    signal: world.interrupting.signal,
    clock: world.clock,
  });
  return { world, played, done: () => world.done.map((line) => line.replace(/^\d+ s: /, "")) };
}

const failure = (played: Promise<unknown>): Promise<unknown> =>
  played.then(
    () => undefined,
    (error: unknown) => error,
  );

describe("a round of a drill", () => {
  it("waits for calm, gives a share, breaks under load, puts right, and waits until all is as before", async () => {
    const { world, played } = play({ wellFrom: 20_000, returnMs: 60_000 });
    const events = await played;
    // Calm from 20 s on; the share is new for 11.5 s; the load runs for 11 s; broken for 25 s.
    expect(world.done).to.deep.equal([
      "0 s: forget",
      "20 s: share us-east-1 eu-west-1 50",
      "32 s: load",
      "43 s: break eu-west-1",
      "68 s: mend eu-west-1",
      "128 s: load stopped",
    ]);
    const moments = events.flatMap((event) =>
      "at" in event && event.type !== "weights" && event.type !== "decision"
        ? [`${event.type} ${((event.at - 43_000) / 1_000).toFixed(0)}`]
        : [],
    );
    expect(moments).to.deep.equal([
      "breaking 0",
      "broken 0",
      "mending 25",
      "mended 25",
      "settled 85",
    ]);
  });

  it("begins with what is known, so that nothing of the rounds before is in its events", async () => {
    const { played } = play();
    const [first, ...more] = await played;
    expect(first).to.deep.include({ type: "weights", entry: "us-east-1" });
    expect(first).to.have.deep.property("weights", { "us-east-1": 50, "eu-west-1": 50 });
    expect(more.filter((event) => event.type === "weights" && event.at < 10_000)).to.deep.equal([]);
  });

  it("does not wait for ever where it does not become as before, and does not say that it did", async () => {
    const { world, played } = play({ returnMs: Infinity });
    const events = await played;
    expect(world.now).to.be.within(23_000 + 11_000 + 25_000 + 180_000, 240_500);
    expect(events.some(({ type }) => type === "settled")).to.equal(false);
  });

  it("gives no share where every region dies", async () => {
    const { played, done } = play({}, { mode: "all" });
    await played;
    expect(done()).not.to.include("share us-east-1 eu-west-1 50");
  });

  it("has the router's counts read twice while two regions do not hear each other", async () => {
    const { played, done } = play({}, { mode: "partition" });
    const events = await played;
    const look = "packets eu-west-1>us-east-1 us-east-1>eu-west-1";
    expect(done().filter((what) => what === look)).to.have.length(2);
    expect(events.filter(({ type }) => type === "crossings")).to.have.length(2);
  });

  it("puts right what is broken, and stops the load, where it is interrupted", async () => {
    const { played, done } = play({ interruptAt: 40_000 });
    expect(await failure(played)).to.have.property("message", "interrupted");
    expect(done().slice(-3)).to.deep.equal(["break eu-west-1", "mend eu-west-1", "load stopped"]);
  });

  it("puts right what could be broken half-way only", async () => {
    const { played, done } = play({
      fault: () => ({ begin: () => Promise.reject(new Error("half of it is dead")) }),
    });
    expect(await failure(played)).to.have.property("message", "half of it is dead");
    expect(done().slice(-2)).to.deep.equal(["mend eu-west-1", "load stopped"]);
  });

  it("breaks nothing where it does not become calm, and says what is the matter", async () => {
    const { played, done } = play({ wellFrom: Infinity });
    const error = await failure(played);
    expect(error).to.have.property("name", "OperatorError");
    expect(error).to.have.property("message").that.includes("eu-west-1 is failed, says us-east-1.");
    expect(done()).to.deep.equal(["forget"]);
  });

  it("fails with the load's own words where that ends by itself, once all is put right", async () => {
    const { played, done } = play({ loadEndsAt: 40_000 });
    const error = await failure(played);
    expect(error).to.have.property("message", "The load has ended by itself:\nNo name is known.");
    expect(done().slice(-2)).to.deep.equal(["mend eu-west-1", "load stopped"]);
  });

  it("says that a region could not be put right, whatever else was the matter", async () => {
    const { played } = play({ isMendable: false });
    const error = await failure(played);
    expect(error).to.have.property("name", "NotMended");
    expect(error).to.have.property("message").that.includes("It stays dead.");
  });

  it("has a layer left out from before the load until the region has been put right", async () => {
    const world = new World();
    const journal = new Journal(REGIONS);
    void world.source(journal.tell, new AbortController().signal);
    const note = (what: string) => () => Promise.resolve(void world.done.push(`0 s: ${what}`));
    await playRound({
      round: KILL,
      times: TIMES,
      stage: {
        ...world.stage,
        layer: () => ({ begin: note("layer out"), end: note("layer back") }),
      },
      journal,
      report: () => undefined,
      signal: world.interrupting.signal,
      clock: world.clock,
    });
    const done = world.done.map((line) => line.replace(/^\d+ s: /, ""));
    expect(done.slice(1, 6)).to.deep.equal([
      ...["layer out", "load", "break eu-west-1", "mend eu-west-1", "layer back"],
    ]);
  });
});
