import { expect } from "chai";
import fc from "fast-check";
import { greatCircle, roundTrip } from "../../routing/distance";
import { meshHosts, tiersOf } from "../../routing/tiers";
import { shippedStack } from "../shipped-project";
import { entries } from "./worlds";

const names = (regions: readonly { readonly name: string }[]): string[] =>
  regions.map(({ name }) => name);

/** Priority that Istio gives to an endpoint: labels count from the first one, as long as they match. */
function priorityOf(
  labels: Readonly<Record<string, string>>,
  failoverPriority: readonly string[],
): number {
  const wanted = failoverPriority.map((entry) => entry.split("="));
  const miss = wanted.findIndex(([label, value]) => labels[label ?? ""] !== value);
  return miss === -1 ? 0 : wanted.length - miss;
}

describe("the hosts of the mesh", () => {
  it("of regions with others behind them may be answered by every region, once each", () => {
    fc.assert(
      fc.property(entries, ({ topology, entry }) => {
        const all = names(topology.regions);
        const found = meshHosts(topology, entry).filter(({ host }) => host.includes(".failover."));
        expect(found.map(({ host }) => host)).to.deep.equal(
          all.map((name) => `${name}.failover.nephoran.local`),
        );
        found.forEach(({ regions }, index) => {
          expect(names(regions)[0]).to.equal(all[index]);
          expect(names(regions)).to.have.members(all);
          expect(regions).to.have.length(all.length);
        });
      }),
    );
  });

  it("fall back on whoever is nearest to the entry, and on the entry itself before all", () => {
    fc.assert(
      fc.property(entries, ({ topology, entry }) => {
        const own = topology.regions.find(({ name }) => name === entry);
        if (own === undefined) throw new Error(entry);
        for (const { regions } of meshHosts(topology, entry)) {
          const [, ...behind] = regions;
          if (behind.some(({ name }) => name === entry)) {
            expect(behind[0]?.name).to.equal(entry);
          }
          const others = behind.filter(({ name }) => name !== entry);
          others.slice(1).forEach((region, index) => {
            const nearer = others[index];
            if (nearer === undefined) throw new Error("no nearer one");
            const [near, far] = [nearer, region].map(({ location }) =>
              greatCircle(own.location, location),
            );
            expect(near).to.be.at.most(far ?? 0);
            if (near === far) expect(nearer.priority).to.be.below(region.priority);
          });
        }
      }),
    );
  });

  it("of single regions, and of the entry's own zone, are answered by nobody else", () => {
    fc.assert(
      fc.property(entries, ({ topology, entry }) => {
        const zone = topology.regions.find(({ name }) => name === entry)?.residencyZone;
        const inZone = names(topology.regions.filter((region) => region.residencyZone === zone));
        const exact = meshHosts(topology, entry).filter(({ host }) => !host.includes(".failover."));
        expect(exact.map(({ host, regions }) => [host, names(regions).sort()])).to.deep.equal([
          ...names(topology.regions).map((name) => [`${name}.nephoran.local`, [name]]),
          ...(zone === undefined ? [] : [[`${zone}.nephoran.local`, inZone.sort()]]),
        ]);
      }),
    );
  });

  it("of the shipped topology are in the order of the map", () => {
    const { topology } = shippedStack("us-east-1");
    const order = (entry: string, host: string): string[] =>
      names(meshHosts(topology, entry).find((one) => one.host === host)?.regions ?? []);
    expect(order("us-east-1", "us-east-1.failover.nephoran.local")).to.deep.equal([
      "us-east-1",
      "us-west-2",
      "eu-west-1",
      "ap-southeast-1",
    ]);
    expect(order("ap-southeast-1", "eu-west-1.failover.nephoran.local")).to.deep.equal([
      "eu-west-1",
      "ap-southeast-1",
      "us-west-2",
      "us-east-1",
    ]);
  });

  it("are in the order of priority where regions are in one place, but for the entry itself", () => {
    const { topology } = shippedStack("us-east-1");
    const location = { latitude: 1, longitude: 1 };
    const crowded = {
      ...topology,
      regions: [...topology.regions].reverse().map((region) => ({ ...region, location })),
    };
    const host = meshHosts(crowded, "us-west-2").find(({ host }) => host.startsWith("eu-west-1.f"));
    expect(names(host?.regions ?? [])).to.deep.equal([
      "eu-west-1",
      "us-west-2",
      "us-east-1",
      "ap-southeast-1",
    ]);
  });

  it("are asked for by a region of the topology", () => {
    const { topology } = shippedStack("us-east-1");
    expect(() => meshHosts(topology, "atlantis")).to.throw("The topology has no region atlantis.");
  });
});

describe("the tiers of a host", () => {
  it("are one for each endpoint, in order, by labels with keys of their own", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (endpoints) => {
        const { labels, failoverPriority } = tiersOf(endpoints);
        expect(labels.map((one) => priorityOf(one, failoverPriority))).to.deep.equal(
          Array.from({ length: endpoints }, (_, index) => index),
        );
        const keys = failoverPriority.map((entry) => entry.split("=")[0]);
        expect(new Set(keys).size).to.equal(keys.length);
      }),
    );
  });

  it("keep their order where endpoints are missing", () => {
    fc.assert(
      fc.property(fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 1 }), (deployed) => {
        const { labels, failoverPriority } = tiersOf(6);
        const priorities = deployed.map((index) =>
          priorityOf(labels[index] ?? {}, failoverPriority),
        );
        expect(priorities).to.deep.equal(deployed);
      }),
    );
  });

  it("are as measured for four", () => {
    expect(tiersOf(4)).to.deep.equal({
      failoverPriority: ["tier2=in", "tier1=in", "tier0=in"],
      labels: [
        { tier0: "in", tier1: "in", tier2: "in" },
        { tier0: "out", tier1: "in", tier2: "in" },
        { tier0: "out", tier1: "out", tier2: "in" },
        { tier0: "out", tier1: "out", tier2: "out" },
      ],
    });
  });
});

describe("the distance between regions", () => {
  const at = (latitude: number, longitude: number) => ({ latitude, longitude });

  it("is that of the great circle, also across the poles and the date line", () => {
    const half = Math.PI * 6_371;
    expect(greatCircle(at(90, 0), at(-90, 0))).to.be.closeTo(half, 1);
    expect(greatCircle(at(0, 179), at(0, -179))).to.be.closeTo(half / 90, 1);
    expect(greatCircle(at(0, 0), at(0, 180))).to.be.closeTo(half, 1);
    expect(greatCircle(at(53.3, -6.3), at(38.9, -77.4))).to.be.closeTo(5_450, 50);
  });

  it("is a round trip that is no shorter than what is measured between such places", () => {
    const [virginia, ireland, singapore] = [at(38.9, -77.4), at(53.3, -6.3), at(1.3, 103.8)];
    expect(roundTrip(virginia, ireland)).to.be.within(70, 100);
    expect(roundTrip(virginia, singapore)).to.be.within(215, 260);
    expect(roundTrip(virginia, virginia)).to.equal(0);
  });
});
