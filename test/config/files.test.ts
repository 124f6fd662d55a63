import { expect } from "chai";
import { stackFileProblems } from "../../config/files";
import { shippedProject } from "../shipped-project";

describe("the project's files", () => {
  it("give one stack for each region, in the topology's order", () => {
    expect(shippedProject.stacks.map(({ region }) => region)).to.deep.equal(
      shippedProject.topology.regions,
    );
  });

  it("pin a release in every shipped stack", () => {
    for (const { release } of shippedProject.stacks) expect(release.version).to.not.equal("latest");
  });

  it("are told apart from a stack file without a region and a region without a stack file", () => {
    const files = ["Pulumi.yaml", "Pulumi.us-east-1.yaml", "Pulumi.mars-1.yaml", "index.ts"];
    const problems = stackFileProblems(["us-east-1", "eu-west-1"], files);
    expect(problems.map(({ file, seen }) => [file, seen])).to.deep.equal([
      ["Pulumi.mars-1.yaml", "for a region that the topology does not have"],
      ["Pulumi.eu-west-1.yaml", "missing"],
    ]);
  });
});
