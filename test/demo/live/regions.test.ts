import { expect } from "chai";
import { castOf } from "../../../demo/live/regions";
import { shippedProject } from "../../shipped-project";

const { topology } = shippedProject;

describe("the regions of the show", () => {
  it("are the primary and eu-west-1, which dies", () => {
    expect(castOf(topology, undefined)).to.deep.equal({
      regions: ["us-east-1", "eu-west-1"],
      victim: "eu-west-1",
      helper: "us-east-1",
    });
  });

  it("are those that are named, in the topology's order, and the primary never dies", () => {
    expect(castOf(topology, ["us-west-2", "us-east-1"])).to.deep.equal({
      regions: ["us-east-1", "us-west-2"],
      victim: "us-west-2",
      helper: "us-east-1",
    });
  });

  it("are refused without the primary, alone, and unknown", () => {
    for (const names of [["eu-west-1", "us-west-2"], ["us-east-1"], []]) {
      expect(() => castOf(topology, names)).to.throw(
        "--regions: name us-east-1, which the state store begins with, and at least one more.",
      );
    }
    expect(() => castOf(topology, ["mars-1"])).to.throw("There is no region mars-1.");
  });
});
