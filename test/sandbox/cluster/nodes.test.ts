import { expect } from "chai";
import { nodeObjects } from "../../../sandbox/cluster/nodes";
import { sampleContext } from "./sample-context";

describe("a region's nodes", () => {
  const nodes = nodeObjects(sampleContext().plan);

  it("are two in each zone, labelled with zone and region", () => {
    const labels = nodes.map(({ metadata }) => {
      const all = metadata["labels"] as Record<string, string>;
      return [
        metadata.name,
        all["topology.kubernetes.io/zone"],
        all["topology.kubernetes.io/region"],
      ];
    });
    expect(labels).to.deep.equal([
      ["eu-west-1a-1", "eu-west-1a", "eu-west-1"],
      ["eu-west-1a-2", "eu-west-1a", "eu-west-1"],
      ["eu-west-1b-1", "eu-west-1b", "eu-west-1"],
      ["eu-west-1b-2", "eu-west-1b", "eu-west-1"],
    ]);
  });

  it("have an address and a pod range each, counted through all zones", () => {
    const networks = nodes.map(({ spec, status }) => [
      (status as { addresses: { address: string }[] }).addresses[0]?.address,
      (spec as { podCIDR: string }).podCIDR,
    ]);
    expect(networks).to.deep.equal([
      ["10.2.0.1", "10.2.1.0/24"],
      ["10.2.0.2", "10.2.2.0/24"],
      ["10.2.0.3", "10.2.3.0/24"],
      ["10.2.0.4", "10.2.4.0/24"],
    ]);
  });
});
