import { expect } from "chai";
import { networkScript, podAddress, pods } from "../../../sandbox/mesh/network";

describe("the network of a mesh", () => {
  it("gives every pod of every region an address of its own, in its region's range", () => {
    const addresses = [0, 1].map((region) => pods.map((pod) => podAddress(region, pod)));
    expect(addresses).to.deep.equal([
      ["10.1.0.2", "10.1.0.3", "10.1.0.4"],
      ["10.2.0.2", "10.2.0.3", "10.2.0.4"],
    ]);
  });

  it("stops at the first command that fails", () => {
    expect(networkScript(["us-east-1"]).split("\n")[0]).to.equal("set -e");
  });

  it("has a network namespace for each pod", () => {
    const added = networkScript(["us-east-1", "eu-west-1"])
      .split("\n")
      .flatMap((line) => /^ip netns add (.+)$/.exec(line)?.[1] ?? []);
    expect(added).to.deep.equal([
      "us-east-1-control-plane",
      "us-east-1-gateway",
      "us-east-1-processor",
      "eu-west-1-control-plane",
      "eu-west-1-gateway",
      "eu-west-1-processor",
    ]);
  });
});
