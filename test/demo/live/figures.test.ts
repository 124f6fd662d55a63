import { expect } from "chai";
import { FigureRecord, figureLines } from "../../../demo/live/figures";
import type { LiveEvent } from "../../../demo/live/live-event";
import type { ControllerWord } from "../../../sandbox/live/observation/observed-event";

const REGIONS = ["us-east-1", "eu-west-1"];
const VICTIM = "eu-west-1";
const BEGAN_AT = Date.UTC(2026, 0, 1);

type State = NonNullable<ControllerWord["regions"][number]["state"]>;

const says = (ms: number, entry: string, state: State): LiveEvent => ({
  type: "decision",
  at: BEGAN_AT + ms,
  decision: { entry, summary: "", regions: [{ region: VICTIM, state, why: [] }], because: [] },
});

const serves = (ms: number, entry: string, toVictim: number): LiveEvent => ({
  type: "weights",
  at: BEGAN_AT + ms,
  entry,
  weights: { "us-east-1": 100 - toVictim, [VICTIM]: toVictim },
});

const asks = (
  ms: number,
  request: Partial<Extract<LiveEvent, { type: "request" }>["request"]>,
): LiveEvent => ({
  type: "request",
  request: {
    t: BEGAN_AT + ms,
    kind: "get",
    entry: "nephoran.io@eu-west-1",
    ms: 50,
    lateMs: 0,
    tries: 1,
    ...request,
  },
});

const CALM = [
  serves(0, "us-east-1", 20),
  serves(0, VICTIM, 100),
  says(0, "us-east-1", "healthy"),
  says(0, VICTIM, "healthy"),
];

const recordOf = (...events: LiveEvent[]): FigureRecord => {
  const record = new FigureRecord(VICTIM, REGIONS);
  for (const event of events) record.add(event);
  return record;
};

const DEATH: LiveEvent[] = [
  ...CALM,
  asks(9_000, { status: 200, region: VICTIM }),
  { type: "killed", at: BEGAN_AT + 10_000, region: VICTIM },
  asks(10_000, { status: 200, region: "us-east-1", ms: 1_234, tries: 2 }),
  asks(10_000, { kind: "post", error: "reset" }),
  says(11_900, "us-east-1", "failed"),
  serves(12_300, "us-east-1", 0),
];

const RETURN: LiveEvent[] = [
  { type: "restored", at: BEGAN_AT + 40_000, region: VICTIM },
  asks(46_000, { status: 200, region: VICTIM, ms: 100 }),
  says(50_000, VICTIM, "healthy"),
  says(75_000, "us-east-1", "recovering"),
  serves(80_000, "us-east-1", 2),
  serves(190_000, "us-east-1", 20),
  says(195_000, "us-east-1", "healthy"),
];

describe("the figures of a death", () => {
  it("are measured from the kill, from the restoration, and from the ramp's beginning", () => {
    const record = recordOf(...DEATH, ...RETURN);
    expect(record.figures).to.deep.equal({
      sent: 4,
      ok: 3,
      lostRepeatable: 0,
      lostOthers: 1,
      longestWaitMs: 1_234,
      detectedMs: 1_900,
      entriesThatSent: 1,
      weightsWrittenMs: 2_300,
      answersAgainMs: 6_100,
      rampBeganMs: 35_000,
      recoveredMs: 120_000,
    });
    expect(record.isRecovered).to.equal(true);
    expect(figureLines(VICTIM, record.figures)).to.deep.equal([
      "Requests: 4 sent, 3 succeeded.",
      "Lost: 0 that may be repeated, 1 that may not.",
      "Longest wait for an answer: 1.2 s.",
      "eu-west-1 called failed: 1.9 s after its death.",
      "Weights written, of 1 entry: 2.3 s after its death.",
      "First answer of eu-west-1 again: 6.1 s after its start.",
      "Ramp begun: 35.0 s after its start.",
      "Everything as before: 120.0 s after the ramp's beginning.",
    ]);
  });

  it("wait with calm until every entry and every controller has spoken", () => {
    expect(recordOf(...CALM).isCalm).to.equal(true);
    for (const missing of CALM) {
      expect(recordOf(...CALM.filter((event) => event !== missing)).isCalm).to.equal(false);
    }
  });

  it("do not take a word from before the return for recovery", () => {
    // The dead controller said "healthy" last, and the rows never changed.
    const record = recordOf(
      ...CALM,
      { type: "killed", at: BEGAN_AT, region: VICTIM },
      { type: "restored", at: BEGAN_AT + 1, region: VICTIM },
      says(2, "us-east-1", "healthy"),
    );
    expect(record.isRecovered).to.equal(false);
  });

  it("say what was not seen, and that there was no weight to write", () => {
    const record = recordOf(serves(0, "us-east-1", 0), {
      type: "killed",
      at: BEGAN_AT,
      region: VICTIM,
    });
    expect(record.figures).to.deep.equal({
      sent: 0,
      ok: 0,
      lostRepeatable: 0,
      lostOthers: 0,
      longestWaitMs: 0,
      entriesThatSent: 0,
    });
    const lines = figureLines(VICTIM, record.figures);
    expect(lines[3]).to.equal("eu-west-1 called failed: not within the time of the show.");
    expect(lines[4]).to.equal(
      "Weights written: none, since no other entry sent anything to eu-west-1.",
    );
  });
});
