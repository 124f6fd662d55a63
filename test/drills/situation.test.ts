import { expect } from "chai";
import { Situation } from "../../drills/situation";
import type { ControllerWord, RegionWord } from "../../sandbox/live/observation/observed-event";
import { asks, BREAKING } from "./sample-round";

const REGIONS = ["us-east-1", "eu-west-1"];

type State = NonNullable<RegionWord["state"]>;

const word = (
  entry: string,
  state: State = "healthy",
  more: Partial<ControllerWord> = {},
): ControllerWord => ({
  entry,
  summary: "",
  regions: REGIONS.map((region) => ({
    region,
    state: region === "eu-west-1" ? state : "healthy",
    why: [],
  })),
  because: [],
  ...more,
});

/** Everybody has spoken at 0 ms, and all is well. */
function calm(): Situation {
  const situation = new Situation(REGIONS);
  for (const entry of REGIONS) {
    situation.add({ type: "weights", at: 0, entry, weights: { [entry]: 100 } });
    situation.add({ type: "decision", at: 0, decision: word(entry) });
  }
  return situation;
}

const speak = (situation: Situation, at: number, state?: State): void => {
  for (const entry of REGIONS) {
    situation.add({ type: "decision", at, decision: word(entry, state) });
  }
};

describe("the situation before a round", () => {
  it("is calm once every controller says that all is well and no row has moved for a step's time", () => {
    const situation = calm();
    speak(situation, 11_000);
    expect(situation.unrest(11_000)).to.deep.equal(["Weights move."]);
    expect(situation.unrest(11_500)).to.deep.equal([]);
    situation.add({
      ...{ type: "weights", at: 12_000, entry: "us-east-1" },
      weights: { "us-east-1": 80, "eu-west-1": 20 },
    });
    expect(situation.unrest(12_000)).to.deep.equal(["Weights move."]);
  });

  it("is not disturbed by a row that is told again, even if it names regions that get nothing", () => {
    const situation = calm();
    const weights = { "us-east-1": 100, "eu-west-1": 0 };
    situation.add({ type: "weights", at: 11_000, entry: "us-east-1", weights });
    speak(situation, 11_000);
    expect(situation.unrest(11_500)).to.deep.equal([]);
  });

  it("is not calm by words that are old, or of before what has been done", () => {
    const situation = calm();
    const silence = REGIONS.map((name) => `The controller of ${name} does not say anything.`);
    expect(situation.unrest(20_000)).to.deep.equal(silence);
    speak(situation, 20_000);
    expect(situation.unrest(20_000)).to.deep.equal([]);
    expect(situation.unrest(20_001, 20_001)).to.deep.equal(silence);
  });

  it("is not calm while a region is not healthy or a controller has just started, and says so", () => {
    const situation = calm();
    speak(situation, 20_000, "recovering");
    expect(situation.unrest(20_000)).to.deep.equal(
      REGIONS.map((name) => `eu-west-1 is recovering, says ${name}.`),
    );
    speak(situation, 20_500);
    const decision = word("us-east-1", "healthy", { isWarmingUp: true });
    situation.add({ type: "decision", at: 21_000, decision });
    expect(situation.unrest(21_000)).to.deep.equal([
      "The controller of us-east-1 has just started.",
    ]);
  });

  it("remembers that a region was taken for unwell until it is told to forget", () => {
    const situation = calm();
    expect(situation.hasSeenTrouble).to.equal(false);
    speak(situation, 1_000, "failed");
    speak(situation, 2_000);
    expect(situation.hasSeenTrouble).to.equal(true);
    situation.forgetTrouble();
    expect(situation.hasSeenTrouble).to.equal(false);
  });
});

describe("the situation after a failure", () => {
  it("is as before once states and rows are, and every region has answered since", () => {
    const situation = calm();
    const { rows } = situation;
    const at = BREAKING;
    speak(situation, at + 1_000);
    expect(situation.isAs(rows, at + 1_000, at)).to.equal(false);
    for (const region of REGIONS) situation.add(asks(10, { status: 200, region }));
    expect(situation.isAs(rows, at + 1_000, at)).to.equal(true);
    expect(situation.isAs(rows, at + 1_000, at + 2_000)).to.equal(false);
    situation.add({ type: "weights", at, entry: "us-east-1", weights: { "eu-west-1": 100 } });
    expect(situation.isAs(rows, at + 1_000, at)).to.equal(false);
  });

  it("takes no failure and no refusal for an answer", () => {
    const situation = calm();
    const { rows } = situation;
    const at = BREAKING;
    speak(situation, at + 1_000);
    for (const region of REGIONS) situation.add(asks(10, { status: 503, region }));
    expect(situation.isAs(rows, at + 1_000, at)).to.equal(false);
    expect(situation.requests).to.equal(2);
  });
});
