import { expect } from "chai";
import { planHead, planRow } from "../../demo/plan";
import { capture } from "../../render/capture";
import { shippedProject, shippedStack } from "../shipped-project";

describe("the plan that the demo shows", () => {
  it("says what a region gets, from the objects themselves", async () => {
    const row = planRow(await capture(shippedProject.name, shippedStack("eu-west-1")));
    expect(row).to.have.length(planHead.length);
    expect(row).to.deep.equal([
      "eu-west-1",
      "regional",
      "eu",
      "22",
      "2",
      "5-10",
      "800",
      "1 of 1 hold",
    ]);
  });
});
