import { expect } from "chai";
import fc from "fast-check";
import {
  MAX_NODES,
  MAX_REGIONS,
  nodeNetwork,
  regionNetwork,
} from "../../../sandbox/cluster/network";

/** First and last address of a range as numbers. */
function bounds(cidr: string): readonly [first: number, last: number] {
  const [address = "", bits] = cidr.split("/");
  const first = number(address);
  return [first, first + 2 ** (32 - Number(bits)) - 1];
}

function number(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

const region = fc.integer({ min: 0, max: MAX_REGIONS - 1 });
const node = fc.integer({ min: 1, max: 2 * MAX_NODES });

describe("a region's network", () => {
  it("is as documented for the first and the last region", () => {
    expect(regionNetwork(0)).to.deep.equal({
      podCidr: "10.1.0.0/16",
      nodeCidr: "10.1.0.0/24",
      serviceCidr: "10.96.0.0/22",
      advertiseAddress: "10.1.0.254",
    });
    expect(regionNetwork(63)).to.deep.equal({
      podCidr: "10.64.0.0/16",
      nodeCidr: "10.64.0.0/24",
      serviceCidr: "10.96.252.0/22",
      advertiseAddress: "10.64.0.254",
    });
    expect(nodeNetwork(0, 6)).to.deep.equal({ address: "10.1.0.6", podCidr: "10.1.6.0/24" });
  });

  it("overlaps with no other region's, and its pods with no Services", () => {
    fc.assert(
      fc.property(region, region, (a, b) => {
        fc.pre(a !== b);
        const ranges = [a, b]
          .map(regionNetwork)
          .flatMap(({ podCidr, serviceCidr }) => [bounds(podCidr), bounds(serviceCidr)])
          .sort(([x], [y]) => x - y);
        for (const [position, [first]] of ranges.entries()) {
          expect(first).to.be.above(ranges[position - 1]?.[1] ?? -1);
        }
      }),
    );
  });

  it("has every node and its pods inside, apart from each other and from the API server", () => {
    fc.assert(
      fc.property(region, node, (index, n) => {
        const { podCidr, nodeCidr, advertiseAddress } = regionNetwork(index);
        const [first, last] = bounds(podCidr);
        const [firstNode, lastNode] = bounds(nodeCidr);
        const pods = bounds(nodeNetwork(index, n).podCidr);
        const address = number(nodeNetwork(index, n).address);
        expect(pods[0]).to.be.within(first, last);
        expect(pods[1]).to.be.within(first, last);
        expect(address).to.be.within(first, pods[0] - 1);
        expect(address).to.be.within(firstNode, lastNode);
        expect(pods[0]).to.be.above(lastNode);
        expect(address).not.to.equal(number(advertiseAddress));
      }),
    );
  });
});
