import { expect } from "chai";
import { figuresPage } from "../../bench/figures-page";
import type { RoundResult } from "../../drills/drill";
import { expectedOf } from "../../drills/expectations";
import {
  type DrillFigure,
  drillFigures,
  drillFigureSchema,
  newerFigures,
} from "../../drills/figures";
import { findingsOf } from "../../drills/findings";
import type { Mode } from "../../drills/mode";
import { sampleRecord } from "../bench/sample-figure";
import { asks, inOrder, moments, PARTS, serves } from "./sample-round";

const { machine } = sampleRecord;
const where = { date: new Date(Date.UTC(2026, 0, 31, 23)), machine };

function round(mode: Mode, waitMs: number): RoundResult {
  const shift = [serves(-9, "us-east-1", 50), serves(2_000, "us-east-1", 0)];
  const events = inOrder(...moments(), ...shift, asks(0, { status: 200, ms: waitMs }));
  return {
    round: { mode, number: 1, victim: "eu-west-1", other: "us-east-1", moreCalmMs: 0 },
    limits: expectedOf(mode, { othersRate: 10, hasBound: true }),
    findings: findingsOf(events, { ...PARTS, mode }),
    misses: [],
  };
}

const figures = drillFigures(
  [300.4, 2_000, 100].map((ms) => round("kill", ms)),
  where,
);

describe("figures of a drill", () => {
  it("are the worst and the middle of all rounds, of what is judged alone", () => {
    expect(figures.map(({ name }) => name)).to.deep.equal([
      "drill.kill.failedRepeatable",
      "drill.kill.failedOthers",
      "drill.kill.longestWait",
      "drill.kill.weightWritten",
      "drill.kill.flaps",
    ]);
    expect(figures[2]).to.deep.equal({
      name: "drill.kill.longestWait",
      unit: "ms",
      median: 300,
      worst: 2_000,
      rounds: 3,
      atMost: 4_000,
      date: "2026-01-31",
      machine,
    });
    expect(figures.map((figure) => drillFigureSchema.parse(figure))).to.deep.equal(figures);
  });

  it("are not made of rounds that were not played, nor of what was not seen", () => {
    const { round: own, limits } = round("kill", 1);
    const brokenOff: RoundResult = { round: own, limits, brokenOff: "no load" };
    expect(drillFigures([brokenOff], where)).to.deep.equal([]);
    const names = drillFigures([round("slow", 1)], where).map(({ name }) => name);
    expect(names).to.deep.equal(["drill.slow.flaps"]);
  });

  it("are replaced by newer ones of the same name, and kept otherwise", () => {
    const [first, second] = figures as [DrillFigure, DrillFigure];
    const newer = { ...first, worst: 7 };
    expect(newerFigures([second, first], [newer])).to.deep.equal([newer, second]);
  });

  it("have a table on the page, on the machine that they were measured on", () => {
    const page = figuresPage([sampleRecord], figures);
    expect(page.match(/^## On /gm)).to.have.length(1);
    expect(page).to.contain(
      "| drill.kill.longestWait | 2000 ms | 300 ms | at most 4000 ms | 3 | 2026-01-31 |",
    );
    expect(page).to.contain("npm run drill -- --write");
    const other = figures.map((figure) => ({ ...figure, machine: { ...machine, cores: 64 } }));
    expect(figuresPage([sampleRecord], other).match(/^## On .*$/gm)).to.deep.equal([
      "## On 2 cores, 24 GiB",
      "## On 64 cores, 24 GiB",
    ]);
    expect(figuresPage([sampleRecord])).not.to.contain("drill");
  });
});
