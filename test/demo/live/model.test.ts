import { expect } from "chai";
import * as fc from "fast-check";
import type { LiveEvent } from "../../../demo/live/live-event";
import { viewOf } from "../../../demo/live/model";
import { reportOf } from "../../../sandbox/live/load/report";
import { anyEvent, STARTED_AT } from "../../sandbox/live/load/events";
import { BEGAN_AT, KILLED_MS, REGIONS, sampleShow } from "./sample-show";

const END = BEGAN_AT + 90_000;

describe("the live picture", () => {
  const view = viewOf(REGIONS, sampleShow(), END);
  const region = (name: string) => view.regions.find((one) => one.name === name);

  it("shows what each region answers, and who takes over from the one that was killed", () => {
    expect(region("us-east-1")).to.deep.include({
      state: "healthy",
      requestsPerSecond: 20,
      successRatio: 1,
      p95Ms: 148,
      marks: [],
    });
    expect(region("us-west-2")).to.include({ requestsPerSecond: 10, p95Ms: 66 });
    const east = region("us-east-1")?.seconds.map(({ requests }) => requests) ?? [];
    expect([east.length, east.at(0), east.at(-1)]).to.deep.equal([90, 0, 20]);
  });

  it("marks when a region was killed, and takes its state from those that are left", () => {
    const killed = region("eu-west-1");
    expect(killed).to.include({
      killedAt: BEGAN_AT + KILLED_MS,
      state: "failed",
      requestsPerSecond: 0,
    });
    expect(killed).not.to.have.property("successRatio");
    // 90 s are shown, up to the second before the last one.
    expect(killed?.marks).to.deep.equal([{ kind: "killed", second: 61 }]);
    const again: LiveEvent = { type: "restored", at: END - 1_000, region: "eu-west-1" };
    const [, restored] = viewOf(REGIONS, [...sampleShow(), again], END + 5_000).regions;
    expect(restored).not.to.have.property("killedAt");
    expect(restored?.marks).to.deep.equal([
      { kind: "killed", second: 56 },
      { kind: "restored", second: 85 },
    ]);
  });

  it("takes no dead region's last word for what it is", () => {
    const says = (entry: string, state: "healthy" | "failed"): LiveEvent => ({
      type: "decision",
      at: BEGAN_AT,
      decision: {
        entry,
        summary: "",
        regions: [{ region: "eu-west-1", state, why: [] }],
        because: [],
      },
    });
    const killed = ["eu-west-1", "us-west-2"].map((name): LiveEvent => ({
      type: "killed",
      at: BEGAN_AT,
      region: name,
    }));
    const words = [says("eu-west-1", "healthy"), says("us-west-2", "healthy")];
    const events = [...words, ...killed, says("us-east-1", "failed")];
    expect(viewOf(REGIONS, events, END).regions[1]?.state).to.equal("failed");
  });

  it("shows where each entry sends its requests, as it was told last", () => {
    const [own, eu] = view.entries;
    expect(own?.weights.map(({ percent }) => percent)).to.deep.equal([100, 0, 0, 0]);
    expect(eu).to.deep.equal({
      name: "eu-west-1",
      weights: [63, 0, 0, 37].map((percent, index) => ({ region: REGIONS[index], percent })),
    });
    expect(viewOf(REGIONS, [], END).entries[0]?.weights).to.deep.equal([]);
  });

  it("tells what happened in the controllers' words, and the same only once", () => {
    expect(view.headline).to.equal("eu-west-1 has failed; the others are healthy.");
    expect(view.story.map(({ at, text, why }) => [at - BEGAN_AT, text, ...why])).to.deep.equal([
      [62_900, "eu-west-1 now sends 63 % to us-east-1, 37 % to us-west-2."],
      [
        62_400,
        "eu-west-1 is failed, say us-east-1, ap-southeast-1, us-west-2.",
        "eu-west-1 does not answer anybody's probes.",
      ],
      [61_125, "1 request has failed."],
      [60_000, "eu-west-1 is killed: everything in it, at once."],
      [0, "A steady load: 40 requests a second."],
    ]);
  });

  it("adds why to a shift that was seen before its controller was asked", () => {
    const served = { "us-east-1": 63, "us-west-2": 37 };
    const because = ["eu-west-1 moves 100 points at once, away from where they must not be."];
    const asked: LiveEvent = {
      type: "decision",
      at: END,
      decision: { entry: "eu-west-1", summary: "", regions: [], served, because },
    };
    const { story } = viewOf(REGIONS, [...sampleShow(), asked], END);
    expect(story[0]).to.deep.include({ at: BEGAN_AT + 62_900, kind: "weights", why: because });
    expect(story.length).to.equal(5);
  });

  it("counts what the load's own report counts", () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (requests) => {
        const events = requests.map((request): LiveEvent => ({ type: "request", request }));
        const { totals } = viewOf(REGIONS, events, STARTED_AT + 60_000);
        const report = reportOf(STARTED_AT, requests);
        expect(totals).to.deep.equal({
          sent: report.sent,
          ok: report.ok,
          lostRepeatable: report.repeatable.failed,
          lostOthers: report.notRepeatable.failed,
          longestWaitMs: report.longestWaitMs,
        });
      }),
    );
  });

  it("shows every answer of the last seconds under the region that gave it", () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (requests) => {
        const events = requests.map((request): LiveEvent => ({ type: "request", request }));
        // The first second is still shown, the last one just over.
        const { regions } = viewOf(REGIONS, events, STARTED_AT + 62_000);
        for (const { name, seconds } of regions) {
          const shown = seconds.reduce((sum, second) => sum + second.requests, 0);
          expect(shown).to.equal(requests.filter((request) => request.region === name).length);
        }
      }),
    );
  });
});
