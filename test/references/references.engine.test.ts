import { join } from "node:path";
import { expect } from "chai";
import { regionManifestsWithCharts } from "../../render/charts/charts";
import { findHelm } from "../../render/charts/helm";
import { requireToolchain } from "../../sandbox/toolchain/toolchain";
import { projectDirectory } from "../shipped-project";
import { breakages } from "./breakages";
import { everyRegion, gatewayAddress, INSIDE } from "./every-region";
import { fromOutside } from "./outside";
import { rules } from "./rules";
import { nameOf, regionObjects, type World } from "./world";

describe("the objects of all regions, with what charts give", function () {
  this.timeout(120_000);
  let world: World;
  const used = new Set<string>();

  before(async () => {
    const { assets } = await requireToolchain(["mesh"]);
    const options = {
      helm: await findHelm(),
      project: projectDirectory,
      charts: join(assets, "istio-charts"),
    };
    const rendered = [];
    for (const capture of await everyRegion()) {
      rendered.push(await regionManifestsWithCharts(capture, options));
    }
    world = rendered.map(({ region, manifests }) =>
      regionObjects(region, manifests, { inside: INSIDE, outside: gatewayAddress(region) }),
    );
  });

  for (const [name, rule] of Object.entries(rules)) {
    it(`refer to nothing that is not there: ${name}`, () => {
      const dangling = world.flatMap((region) =>
        rule(region, world).flatMap(({ from, missing }) => {
          const key = `${from}: no ${missing}`;
          if (!fromOutside.has(key)) return [`${region.region}: ${key}`];
          used.add(key);
          return [];
        }),
      );
      expect(dangling).to.deep.equal([]);
    });
  }

  for (const [name, { without, says }] of Object.entries(breakages)) {
    it(`are seen to miss what is taken away: ${name}`, () => {
      const [home] = world;
      if (home === undefined) throw new Error("There is no region.");
      const left = home.objects.filter((object) => nameOf(object) !== without);
      expect(left).to.have.length(home.objects.length - 1);
      const broken = regionObjects(home.region, left, home.gateway);
      const rule = rules[name as keyof typeof rules];
      const dangling = rule(broken, [broken, ...world.slice(1)]);
      expect(dangling.map(({ from, missing }) => `${from}: no ${missing}`)).to.include(says);
    });
  }

  it("name everything that others provide, and nothing else", () => {
    expect([...fromOutside.keys()].filter((key) => !used.has(key))).to.deep.equal([]);
  });
});
