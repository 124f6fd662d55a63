import { parseTopology, type Topology } from "../../config/topology";
import {
  decisionSettingsSchema,
  type DecisionSettings,
  strategies,
} from "../../services/traffic-controller/settings";
import { randomFaults } from "../faults/schedule";
import { sum } from "../invariants/invariant";
import { restBoundSeconds } from "../invariants/rest";
import { Seeded } from "../seeded";
import type { WorldPlan } from "../world/world-plan";

/** How long rows are watched after the bound for coming to rest, s. */
const REST_SECONDS = 60;

/** A world of a campaign: its topology, settings, demand, and what goes wrong in it. */
export function randomPlan(seed: number, world: number, shipped: Topology): WorldPlan {
  const random = new Seeded(seed, world, "plan");
  const topology = random.chance(0.6) ? shipped : randomTopology(random);
  const regions = topology.regions.map(({ name }) => name);
  const settings = randomSettings(random);
  const calmFromSeconds = random.whole(60, 400);
  const capacity = topology.regions.map((region) => region.capacityIntentsPerMinute);
  const parts = capacity.map((one) => one * random.between(0.1, 1.5));
  const most = settings.assignment.usableRatio * sum(capacity);
  const scale = (most * random.between(0.2, 0.8)) / sum(parts);
  return {
    topology,
    settings,
    mode: random.chance(0.05) ? "shadow" : "active",
    replicas: random.chance(0.85) ? 2 : 1,
    demand: parts.map((part) => ({
      mean: Math.round(part * scale),
      swing: random.between(0, 0.4),
      periodSeconds: random.whole(30, 600),
    })),
    bound: capacity.map((one) => (random.chance(0.3) ? Math.round(one * 0.1) : 0)),
    faults: randomFaults(random, regions, calmFromSeconds),
    calmFromSeconds,
    seconds: calmFromSeconds + restBoundSeconds(settings) + REST_SECONDS,
    clockSkewMs: random.oneOf([0, 500, 60_000]),
  };
}

function randomTopology(random: Seeded): Topology {
  const count = random.whole(2, 6);
  return parseTopology({
    residencyZones: {},
    tenants: {},
    regions: Array.from({ length: count }, (_, index) => ({
      name: `region-${index + 1}`,
      displayName: `Region ${index + 1}`,
      priority: index + 1,
      role: index === 0 ? "primary" : "regional",
      location: { latitude: random.whole(-60, 60), longitude: random.whole(-180, 180) },
      capacityIntentsPerMinute: random.whole(100, 2_000),
      costUsdPerThousandIntents: random.whole(5, 50) / 10,
      features: [],
      zones: ["a"],
    })),
  });
}

/** Shipped ones, but for a longest hold-off that a world can wait for, or any that are quicker. */
function randomSettings(random: Seeded): DecisionSettings {
  if (random.chance(0.4)) {
    return decisionSettingsSchema.parse({ recovery: { longestHoldOffSeconds: 120 } });
  }
  return decisionSettingsSchema.parse({
    assignment: { strategy: random.oneOf(strategies) },
    recovery: {
      degradedHoldOffSeconds: random.whole(5, 30),
      failedHoldOffSeconds: random.whole(5, 30),
      longestHoldOffSeconds: 60,
      forgiveAfterSeconds: random.whole(60, 300),
      rampSeconds: random.whole(20, 80),
    },
    shift: {
      maxStepPoints: random.oneOf([10, 20, 20, 50, 100]),
      holdDownSeconds: random.oneOf([3, 5, 10]),
    },
  });
}
