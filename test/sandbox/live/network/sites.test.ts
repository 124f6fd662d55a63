import { expect } from "chai";
import fc from "fast-check";
import { MAX_REGIONS, regionNetwork } from "../../../../sandbox/cluster/network";
import { type Site, siteNetwork } from "../../../../sandbox/live/network/sites";

/** First and last address of a range, as numbers. */
function bounds(cidr: string): readonly [number, number] {
  const [address = "", bits = "32"] = cidr.split("/");
  const first = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return [first, first + 2 ** (32 - Number(bits)) - 1];
}

const index = fc.oneof(
  fc.integer({ min: 0, max: MAX_REGIONS - 1 }),
  fc.constant("clients" as const),
);
const rangesOf = (site: Site) => {
  const { podCidr, serviceCidrs } = siteNetwork(site);
  return [podCidr, ...serviceCidrs].map(bounds);
};

describe("the addresses of a site", () => {
  it("of a region are those that its control plane knows, and the gateway beside", () => {
    expect(siteNetwork({ name: "eu-west-1", index: 1 })).to.deep.equal({
      gateway: "10.2.0.253",
      ownAddresses: [regionNetwork(1).advertiseAddress],
      podCidr: "10.2.0.0/16",
      nodeCidrs: ["10.2.0.0/24"],
      serviceCidrs: ["10.96.4.0/22", "198.18.4.0/22"],
    });
  });

  it("of the clients have no Services", () => {
    expect(siteNetwork({ name: "clients", index: "clients" })).to.deep.equal({
      gateway: "10.200.0.253",
      ownAddresses: [],
      podCidr: "10.200.0.0/16",
      nodeCidrs: [],
      serviceCidrs: [],
    });
  });

  it("are nobody else's", () => {
    fc.assert(
      fc.property(index, index, (one, other) => {
        fc.pre(one !== other);
        const others = rangesOf({ name: "other", index: other });
        for (const [first, last] of rangesOf({ name: "one", index: one })) {
          for (const [otherFirst, otherLast] of others) {
            expect(last < otherFirst || first > otherLast).to.equal(true);
          }
        }
      }),
    );
  });

  it("of its own are among those that lead there", () => {
    fc.assert(
      fc.property(index, (which) => {
        const { gateway, ownAddresses, podCidr } = siteNetwork({ name: "one", index: which });
        const [first, last] = bounds(podCidr);
        for (const address of [gateway, ...ownAddresses]) {
          expect(bounds(address)[0]).to.be.within(first, last);
        }
      }),
    );
  });
});
