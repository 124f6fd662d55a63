import { expect } from "chai";
import { decisionSettingsSchema } from "../../services/traffic-controller/settings";
import { playPlan } from "../../simulator/campaign/play";
import { faultSchema } from "../../simulator/faults/fault";
import { invariants } from "../../simulator/invariants/invariants";
import { restBoundSeconds } from "../../simulator/invariants/rest";
import { realController } from "../../simulator/world/replica";
import type { WorldPlan } from "../../simulator/world/world-plan";
import { shippedProject } from "../shipped-project";
import { broken, type Broken } from "./broken";

/** Quick enough that a world comes to rest within the test. */
const settings = decisionSettingsSchema.parse({
  recovery: {
    degradedHoldOffSeconds: 10,
    failedHoldOffSeconds: 10,
    longestHoldOffSeconds: 20,
    rampSeconds: 20,
  },
  shift: { holdDownSeconds: 5 },
});

/** The shipped regions, half full, with what is to show the break. */
function planOf({ events, demand = {}, plan = {} }: Broken): WorldPlan {
  const { topology } = shippedProject;
  const faults = events.map((event) => faultSchema.parse(event));
  const calmFromSeconds = Math.max(30, ...faults.map((it) => it.at + ("for" in it ? it.for : 0)));
  return {
    topology,
    settings,
    mode: "active",
    replicas: 2,
    demand: topology.regions.map(({ name, capacityIntentsPerMinute }) => ({
      mean: demand[name] ?? capacityIntentsPerMinute / 2,
      swing: 0,
      periodSeconds: 60,
    })),
    bound: topology.regions.map(() => 0),
    faults,
    calmFromSeconds,
    seconds: calmFromSeconds + restBoundSeconds(settings) + 10,
    clockSkewMs: 1_000,
    ...plan,
  };
}

/** What is found in the world of a break, with a controller that need not be broken. */
const play = (one: Broken, make: Broken["make"], against: typeof invariants): string | undefined =>
  playPlan(planOf(one), [1], 0, { make, against }).violation?.invariant;

describe("what is broken on purpose", () => {
  it("is known for every invariant", () => {
    expect(broken.map(({ invariant }) => invariant)).to.deep.equal(invariants.map(({ id }) => id));
  });

  for (const one of broken) {
    const invariant = invariants.find(({ id }) => id === one.invariant);
    it(`is seen by ${one.invariant}: a controller that ${one.how}`, () => {
      expect(play(one, one.make, invariant ? [invariant] : [])).to.equal(one.invariant);
    });
  }

  const worlds = new Map(broken.map((one) => [JSON.stringify([one.events, one.plan]), one]));
  for (const one of worlds.values()) {
    it(`is not seen where nothing is, in the world of ${one.invariant}`, () => {
      expect(play(one, realController, invariants)).to.equal(undefined);
    });
  }
});
