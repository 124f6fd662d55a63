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
      "115",
      "4",
      "10-17",
      "800",
      "1 of 1 hold",
    ]);
  });

  it("counts the vector store among the workloads, its replicas among those that never change", async () => {
    const stack = shippedStack("eu-west-1");
    const planned = async (replicas: number): Promise<string[]> => {
      const config = { ...stack, weaviate: { ...stack.weaviate, replicas } };
      return planRow(await capture(shippedProject.name, config)).slice(3, 6);
    };
    expect(await planned(3)).to.deep.equal(["115", "4", "10-17"]);
    // Two claims more, and two pods more at rest and at the limit.
    expect(await planned(5)).to.deep.equal(["117", "4", "12-19"]);
  });
});
