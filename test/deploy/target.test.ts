import { expect } from "chai";
import { stacksOf } from "../../deploy/target";
import { shippedProject } from "../shipped-project";

const { topology } = shippedProject;
const ALL = ["us-east-1", "eu-west-1", "ap-southeast-1", "us-west-2"];

describe("what can be deployed", () => {
  it("is the global control plane, which the primary and its stand-by carry", () => {
    expect(stacksOf("global", topology)).to.deep.equal([["us-east-1", "us-west-2"]]);
  });

  it("is every region at once", () => {
    expect(stacksOf("regions", topology)).to.deep.equal([ALL]);
  });

  it("is all of it, the global control plane first", () => {
    expect(stacksOf("all", topology)).to.deep.equal([
      ["us-east-1", "us-west-2"],
      ["eu-west-1", "ap-southeast-1"],
    ]);
  });

  it("is a single region", () => {
    expect(stacksOf("eu-west-1", topology)).to.deep.equal([["eu-west-1"]]);
  });

  it("is nothing that the topology does not have", () => {
    expect(() => stacksOf("eu-west-7", topology)).to.throw(
      "There is no region eu-west-7. The topology has us-east-1, eu-west-1, ap-southeast-1, " +
        "us-west-2; global, regions, all stand for several of them.",
    );
  });

  it("has no empty group where every region is global", () => {
    const regions = topology.regions.filter(({ role }) => role === "primary" || role === "dr");
    expect(stacksOf("all", { ...topology, regions })).to.deep.equal([["us-east-1", "us-west-2"]]);
  });
});
