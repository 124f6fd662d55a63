import { expect } from "chai";
import type { RoundResult } from "../../drills/drill";
import { expectedOf } from "../../drills/expectations";
import { findingsOf } from "../../drills/findings";
import { missesOf } from "../../drills/judgement";
import type { Mode } from "../../drills/mode";
import { reportLines, resultLine, summariesOf } from "../../drills/report";
import { asks, inOrder, moments, PARTS, serves } from "./sample-round";

const load = { othersRate: 10, hasBound: true };

const roundOf = (mode: Mode, number: number) => ({
  ...{ mode, number, victim: "eu-west-1", other: "us-east-1", moreCalmMs: 0 },
});

function result(mode: Mode, number: number, ...events: ReturnType<typeof asks>[]): RoundResult {
  const limits = expectedOf(mode, load);
  const all = inOrder(...moments(), serves(-9, "us-east-1", 50), ...events);
  const findings = findingsOf(all, { ...PARTS, mode });
  const misses = missesOf(findings.measured, limits);
  return { round: roundOf(mode, number), limits, findings, misses };
}

const good = result("kill", 1, serves(2_000, "us-east-1", 0), asks(0, { status: 200, ms: 900 }));

const bad = result(
  "kill",
  2,
  serves(3_500, "us-east-1", 0),
  asks(0, { status: 200, ms: 100, lateMs: 250 }),
  asks(10, { error: "no answer within 15000 ms", lateMs: 250 }),
  asks(20, { kind: "bound-get", status: 503 }),
);

const brokenOff: RoundResult = {
  round: roundOf("all", 1),
  limits: expectedOf("all", load),
  brokenOff: "The load has ended by itself.",
};

describe("the report of a drill", () => {
  it("has the worst of all rounds of a mode beside what it may be, and each miss with its reason", () => {
    expect(reportLines([good, bad, brokenOff])).to.deep.equal([
      "MODE  ROUNDS  SENT  FAILED REPEATABLE  FAILED OTHERS  LONGEST WAIT     WEIGHT WRITTEN   VERDICT",
      "kill  2       4     1 (0)              0 (25)         0.90 s (4.00 s)  3.50 s (3.00 s)  1 of 2 missed",
      "all   1       0     -                  -              -                -                1 of 1 missed",
      "",
      "Worst of all rounds:",
      "  kill: times that one controller took one region for failed: 0 (1)",
      "  all: full service after the first answer: - (1.00 s)",
      "  all: times that one controller took one region for failed: - (1)",
      "",
      "Missed:",
      "  kill 2 (eu-west-1): repeatable requests that failed: 1, expected at most 0",
      "  kill 2 (eu-west-1): weight written after the first failed probe: 3.50 s, expected at most 3.00 s",
      "  all 1 (eu-west-1): not played to its end. The load has ended by itself.",
      "",
      "kill 1:",
      "No probe failed: the weight is counted from the break.",
      "",
      "kill 2:",
      "failed: 1 x get: no answer within 15000 ms. bound, counted apart: 1 got 503, 0 failed. " +
        "No probe failed: the weight is counted from the break. " +
        "This machine started requests up to 0.25 s late (P99).",
    ]);
  });

  it("says what has come of a round right after it", () => {
    expect([good, bad, brokenOff].map(resultLine)).to.deep.equal([
      "kill 1 (eu-west-1): met",
      "kill 2 (eu-west-1): missed. repeatable requests that failed: 1, expected at most 0; " +
        "weight written after the first failed probe: 3.50 s, expected at most 3.00 s",
      "all 1 (eu-west-1): not played to its end. The load has ended by itself.",
    ]);
  });

  it("counts a round that was not played as one that is not met", () => {
    expect(
      summariesOf([good, brokenOff]).map(({ rounds, metRounds }) => [rounds, metRounds]),
    ).to.deep.equal([
      [1, 1],
      [1, 0],
    ]);
  });
});
