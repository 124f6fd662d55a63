import { expect } from "chai";
import { logLine, logQuery } from "../../../../../sandbox/live/pods/kubelet/log-query";

const NOW = Date.parse("2026-01-01T00:01:00Z");
const LINE = "2026-01-01T00:00:30.123Z stderr F it went wrong";
const query = (text: string) => logQuery(new URLSearchParams(text), NOW);

describe("what is asked of a log", () => {
  it("is everything, once, unless the query says more", () => {
    expect(query("")).to.deep.equal({ follow: false, previous: false, timestamps: false });
    expect(
      query("follow=true&previous=true&timestamps=true&tailLines=5&limitBytes=9"),
    ).to.deep.equal({
      follow: true,
      previous: true,
      timestamps: true,
      tailLines: 5,
      limitBytes: 9,
    });
  });

  it("may be the lines since a time, or of the last seconds", () => {
    expect(query("sinceTime=2026-01-01T00:00:20Z").since).to.equal(NOW - 40_000);
    expect(query("sinceSeconds=10").since).to.equal(NOW - 10_000);
  });

  it("is answered with the line alone, or with its time", () => {
    expect(logLine(LINE, query(""))).to.equal("it went wrong\n");
    expect(logLine(LINE, query("timestamps=true"))).to.equal(
      "2026-01-01T00:00:30.123Z it went wrong\n",
    );
  });

  it("leaves out lines that are older, of the other stream, or none", () => {
    expect(logLine(LINE, query("sinceSeconds=10"))).to.equal(undefined);
    expect(logLine(LINE, query("stream=Stdout"))).to.equal(undefined);
    expect(logLine("no line of a log", query(""))).to.equal(undefined);
  });

  it("keeps empty lines", () => {
    expect(logLine("2026-01-01T00:00:30.123Z stdout F ", query(""))).to.equal("\n");
  });
});
