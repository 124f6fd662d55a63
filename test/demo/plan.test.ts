import { expect } from "chai";
import { planHead, planRow } from "../../demo/plan";
import { capture } from "../../render/capture";
import { shippedProject, shippedStack } from "../shipped-project";

describe("the plan that the demo shows", () => {
  it("says what a region gets, from the objects themselves", async () => {
    const row = planRow(await capture(shippedProject.name, shippedStack("eu-west-1")));
    expect(row).to.have.length(planHead.length);
    expect(row.at(-1)).to.match(/^([1-9]\d+) of \1 hold$/);
    expect(row.slice(0, -1)).to.deep.equal([
      "eu-west-1",
      "regional",
      "eu",
      "268",
      "9",
      "15-22",
      "800",
    ]);
  });

  it("counts the vector store among the workloads, its replicas among those that never change", async () => {
    const stack = shippedStack("eu-west-1");
    const planned = async (replicas: number): Promise<string[]> => {
      const config = { ...stack, weaviate: { ...stack.weaviate, replicas } };
      return planRow(await capture(shippedProject.name, config)).slice(3, 6);
    };
    expect(await planned(3)).to.deep.equal(["268", "9", "15-22"]);
    // Two claims more, and two pods more at rest and at the limit.
    expect(await planned(5)).to.deep.equal(["270", "9", "17-24"]);
  });
});
