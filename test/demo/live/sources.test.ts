import { Readable } from "node:stream";
import { expect } from "chai";
import type { LiveEvent } from "../../../demo/live/live-event";
import { decisionSource, loadSource, wordOf } from "../../../demo/live/sources";

/** An answer to GET /decision with what is required, and what is shown. */
const answer = (entry: string) => ({
  version: 1,
  at: "2026-01-01T12:00:00.000Z",
  summary: "All regions are healthy.",
  entry,
  identity: "traffic-controller-1",
  mode: "active",
  strategy: "hybrid",
  warmUpLeftSeconds: 0,
  leader: { isSelf: true, text: "This replica leads." },
  alerts: [],
  regions: [{ region: "us-east-1", state: "healthy", why: ["It is well."] }],
  entries: [
    { entry: "us-west-2", isOwn: false, served: { "us-west-2": 100 }, why: [], whyNotWritten: "" },
    { entry, isOwn: true, served: { [entry]: 100 }, why: [], whyNotWritten: "" },
  ],
  overrides: { read: true, list: [], leftOut: 0 },
  writes: {
    last: {
      at: "2026-01-01T11:59:00.000Z",
      ageSeconds: 60,
      weights: { [entry]: 100 },
      because: ["It is nearest."],
    },
    nextTryInSeconds: 0,
  },
});

describe("the sources of the live picture", () => {
  it("take from a decision what is shown, and nothing from another answer", () => {
    expect(wordOf(answer("us-east-1"))).to.deep.equal({
      entry: "us-east-1",
      summary: "All regions are healthy.",
      regions: [{ region: "us-east-1", state: "healthy", why: ["It is well."] }],
      served: { "us-east-1": 100 },
      because: ["It is nearest."],
    });
    expect(wordOf({ error: "There is nothing here." })).to.equal(undefined);
    expect(wordOf(undefined)).to.equal(undefined);
  });

  it("ask every controller again and again, and go on without one that does not answer", async () => {
    const stopping = new AbortController();
    const told: LiveEvent[] = [];
    let failures = 0;
    await decisionSource(
      ["us-east-1", "eu-west-1"],
      (region) => {
        if (region === "us-east-1") return Promise.resolve(answer(region));
        if (++failures === 3) stopping.abort();
        return Promise.reject(new Error("dead"));
      },
      { intervalMs: 1, now: () => 7 },
    )((event) => told.push(event), stopping.signal);
    expect(failures).to.equal(3);
    expect(told.length).to.be.at.least(1);
    for (const event of told) {
      expect(event).to.deep.include({ type: "decision", at: 7 });
    }
  });

  it("read a load's lines, and leave out what is none", async () => {
    const request = {
      t: 1,
      kind: "get",
      entry: "nephoran.io",
      status: 200,
      ms: 5,
      lateMs: 0,
      tries: 1,
    };
    const lines = [JSON.stringify(request), "  1 s  100 ended", '{"t":1}', ""].join("\n");
    const told: LiveEvent[] = [];
    await loadSource(Readable.from([lines]))(
      (event) => told.push(event),
      new AbortController().signal,
    );
    expect(told).to.deep.equal([{ type: "request", request }]);
  });
});
