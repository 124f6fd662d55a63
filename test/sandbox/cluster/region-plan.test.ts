import { expect } from "chai";
import fc from "fast-check";
import { ClusterError } from "../../../sandbox/cluster/failure";
import { MAX_REGIONS } from "../../../sandbox/cluster/network";
import { type KnownRegion, nodeNames, planRegions } from "../../../sandbox/cluster/region-plan";

const spec = (name: string, zones = [`${name}a`]) => ({ name, zones, features: ["gdpr"] });
const known = (name: string, index: number): KnownRegion => ({
  ...spec(name),
  features: [],
  index,
  portBase: 26400,
});
const failureOf = (plan: () => unknown): string => {
  try {
    plan();
  } catch (error) {
    expect(error).to.be.an.instanceOf(ClusterError);
    expect((error as ClusterError).code).to.equal("bad-region");
    return (error as ClusterError).message;
  }
  throw new Error("it was accepted");
};

describe("planning regions", () => {
  it("numbers new regions in their order", () => {
    const plans = planRegions([spec("us-east-1"), spec("eu-west-1")], [], 30000);
    expect(plans.map(({ name, index, portBase }) => [name, index, portBase])).to.deep.equal([
      ["us-east-1", 0, 30000],
      ["eu-west-1", 1, 30000],
    ]);
  });

  it("takes zones and features over from the topology as it is now", () => {
    const [plan] = planRegions([spec("eu-west-1", ["x", "y"])], [known("eu-west-1", 0)], 26400);
    expect(plan?.zones).to.deep.equal(["x", "y"]);
    expect(plan?.features).to.deep.equal(["gdpr"]);
  });

  it("lets a region keep its index when it is started alone or behind a new one", () => {
    const before = [known("us-east-1", 0), known("eu-west-1", 1)];
    expect(planRegions([spec("eu-west-1")], before, 26400)[0]?.index).to.equal(1);
    const plans = planRegions([spec("sa-east-1"), spec("eu-west-1")], before, 26400);
    expect(plans.map(({ index }) => index)).to.deep.equal([2, 1]);
  });

  it("gives no two regions the same index, whichever were started before", () => {
    const names = Array.from({ length: 12 }, (_, n) => `region-${String(n)}`);
    const some = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 6 }), (starts) => {
        const all = new Map<string, KnownRegion>();
        for (const start of starts) {
          const specs = start.map((name) => spec(name));
          for (const plan of planRegions(specs, [...all.values()], 26400)) {
            expect(plan.index).to.equal(all.get(plan.name)?.index ?? plan.index);
            all.set(plan.name, plan);
          }
        }
        const indexes = [...all.values()].map(({ index }) => index).sort((a, b) => a - b);
        expect(indexes).to.deep.equal([...indexes.keys()]);
      }),
    );
  });

  it("names every problem at once", () => {
    const specs = [spec("US_EAST"), spec("eu"), spec("eu", ["z", "z"]), spec("asia", [])];
    expect(failureOf(() => planRegions(specs, [], 26400))).to.equal(
      'the regions cannot be started: "US_EAST" is not a name of lower case letters, digits and hyphens (52 at most); ' +
        '"US_EASTa" is not a name of lower case letters, digits and hyphens (52 at most); ' +
        "eu is listed twice; eu has z twice; asia has no zone",
    );
  });

  it("lets no name lead out of the state folder", () => {
    expect(failureOf(() => planRegions([spec("../elsewhere")], [], 26400))).to.contain(
      '"../elsewhere" is not a name',
    );
  });

  it("refuses one region more than there are addresses for", () => {
    const before = Array.from({ length: MAX_REGIONS }, (_, n) => known(`r${String(n)}`, n));
    expect(failureOf(() => planRegions([spec("more")], before, 26400))).to.equal(
      "more is one region too many: 64 have addresses, those that were started earlier included; `sandbox reset` forgets them",
    );
  });
});

describe("a zone's nodes", () => {
  it("are two, named after it", () => {
    expect(nodeNames("us-east-1a")).to.deep.equal(["us-east-1a-1", "us-east-1a-2"]);
  });
});
