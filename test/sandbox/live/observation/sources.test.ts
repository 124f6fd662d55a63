import { Readable } from "node:stream";
import { expect } from "chai";
import type { ObservedEvent } from "../../../../sandbox/live/observation/observed-event";
import { loadSource, wordOf } from "../../../../sandbox/live/observation/sources";
import { decisionOf } from "./sample-decision";

describe("the sources of the live picture", () => {
  it("take from a decision what is shown, and nothing from another answer", () => {
    expect(wordOf(decisionOf("us-east-1"))).to.deep.equal({
      entry: "us-east-1",
      summary: "All regions are healthy.",
      regions: [{ region: "us-east-1", state: "healthy", why: ["It is well."] }],
      served: { "us-east-1": 100 },
      because: ["It is nearest."],
    });
    expect(wordOf({ error: "There is nothing here." })).to.equal(undefined);
    expect(wordOf(undefined)).to.equal(undefined);
  });

  it("tell since when probes fail, and nothing of that while a region answers", () => {
    const probed = (failures: number) => {
      const [region] = decisionOf("us-east-1").regions;
      const probe = { ageSeconds: 0.4, failures, successes: 0 };
      const word = wordOf({ ...decisionOf("us-east-1"), regions: [{ ...region, probe }] });
      return word?.regions[0]?.probesFailSince;
    };
    const saidAt = Date.parse(decisionOf("us-east-1").at);
    expect(probed(1)).to.equal(saidAt - 400);
    expect(probed(3)).to.equal(saidAt - 2_400);
    expect(probed(0)).to.equal(undefined);
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
    const told: ObservedEvent[] = [];
    await loadSource(Readable.from([lines]))(
      (event) => told.push(event),
      new AbortController().signal,
    );
    expect(told).to.deep.equal([{ type: "request", request }]);
  });
});
