import { expect } from "chai";
import type { Deployment, StackSummary } from "../../deploy/deployment";
import { isComplete, nextSteps, summaryTable } from "../../deploy/summary";

const summary = (stack: string, result: StackSummary["result"]): StackSummary => ({
  stack,
  result,
  changes: result === "succeeded" ? { create: 2, same: 1 } : {},
  seconds: 12.34,
  errors: [],
});

const deployment = (change: Partial<Deployment>): Deployment => ({
  passes: 2,
  stacks: [summary("eu-west-1", "succeeded")],
  outdated: [],
  promisesChanged: false,
  ...change,
});

describe("the end of a deployment", () => {
  it("is a line for each stack", () => {
    const stacks = [summary("eu-west-1", "succeeded"), summary("us-west-2", "not started")];
    expect(summaryTable(stacks)).to.deep.equal([
      "STACK      RESULT       CHANGES                 SECONDS",
      "eu-west-1  ok           2 created, 1 unchanged  12.3",
      "us-west-2  not started  -                       -",
    ]);
    expect(summaryTable(stacks, "WOULD BE")[0]).to.contain("WOULD BE");
  });

  it("is complete when every stack was deployed and knows the others", () => {
    expect(isComplete(deployment({}))).to.equal(true);
    expect(isComplete(deployment({ outdated: ["eu-west-1"] }))).to.equal(false);
    for (const result of ["failed", "interrupted", "not started"] as const) {
      const stacks = [summary("eu-west-1", "succeeded"), summary("us-west-2", result)];
      expect(isComplete(deployment({ stacks }))).to.equal(false);
    }
  });

  it("names what failed", () => {
    expect(nextSteps(deployment({ stacks: [summary("eu-west-1", "failed")] }), [])).to.deep.equal([
      "eu-west-1 failed: mend what the errors say, then run the same again.",
    ]);
  });

  it("names who has to learn more than the passes allowed", () => {
    expect(nextSteps(deployment({ passes: 1, outdated: ["eu-west-1"] }), [])).to.deep.equal([
      "After 1 pass eu-west-1 still has to learn what the others promise by now: run the same again.",
    ]);
  });

  it("names who was left out, if there is something new to them", () => {
    expect(nextSteps(deployment({ promisesChanged: true }), ["us-east-1"])).to.deep.equal([
      "us-east-1 does not know of it yet: `nephoran deploy all` tells every region.",
    ]);
    expect(nextSteps(deployment({ promisesChanged: false }), ["us-east-1"])).to.deep.equal([]);
  });
});
