import { expect } from "chai";
import { weightsOf } from "../../../../services/traffic-controller/decision/decide";
import { inWords } from "../../../../services/traffic-controller/decision/reason";
import { shippedStack } from "../../../shipped-project";
import { World } from "./worlds";

const { topology } = shippedStack("us-east-1");
const calm = { signals: {} };

describe("the decision about the shipped regions", () => {
  it("leaves every entry to itself while all is well", () => {
    const world = new World(topology);
    const decision = world.pass(60, calm);
    expect(decision.states).to.deep.equal(["healthy", "healthy", "healthy", "healthy"]);
    expect(decision.rows).to.deep.equal([
      [100, 0, 0, 0],
      [0, 100, 0, 0],
      [0, 0, 100, 0],
      [0, 0, 0, 100],
    ]);
    expect(world.history.flatMap(({ changed }) => changed)).to.deep.equal([]);
    expect(decision.reasons).to.deep.equal([]);
  });

  it("takes a region out at the second failed probe, and sends its requests to the nearest", () => {
    const world = new World(topology);
    world.pass(10, calm);
    const dead = { cut: ["*>us-east-1"], silent: ["us-east-1"] };
    expect(world.tick(dead).states[0]).to.equal("healthy");
    const decision = world.tick(dead);
    expect(decision.states[0]).to.equal("failed");
    expect(weightsOf(decision, "us-east-1")).to.deep.equal({
      "us-east-1": 0,
      "eu-west-1": 0,
      "ap-southeast-1": 0,
      "us-west-2": 100,
    });
    expect(decision.reasons.map(inWords)).to.include("us-east-1 does not answer anybody's probes.");
  });
});
