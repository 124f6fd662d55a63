import type { Topology } from "../../config/topology";
import type { RegionReport, Snapshot } from "../../services/traffic-controller/decision/snapshot";
import type { Seeded } from "../../simulator/seeded";

/** So many regions anywhere, of any size and price. */
export const topologyOf = (regions: number, random: Seeded): Topology => ({
  domain: "nephoran.io",
  residencyZones: {},
  tenants: {},
  regions: Array.from({ length: regions }, (_, index) => ({
    name: `region-${index}`,
    displayName: `Region ${index}`,
    priority: index + 1,
    role: "regional",
    location: { latitude: 120 * random.ratio() - 60, longitude: 360 * random.ratio() - 180 },
    capacityIntentsPerMinute: 200 + Math.floor(1_000 * random.ratio()),
    costUsdPerThousandIntents: 4 * random.ratio(),
    features: [],
    zones: ["a"],
    tokens: {},
  })),
});

/** Seconds after which the demand of every entry is another one, and after which a region dies. */
const NEW_DEMAND_AFTER = 20;
const OUTAGE_AFTER = 25;
const OUTAGE_LASTS = 15;

/**
 * What is seen of the regions, second after second: demand between a fifth and all of their capacity
 * and more, and now and then one that does not answer for a while.
 */
export function* snapshots({ regions }: Topology, random: Seeded): Generator<Snapshot> {
  const trips = regions.map(() => regions.map(() => 1 + 300 * random.ratio()));
  let demand: number[] = [];
  let dead = -1;
  for (let second = 0; ; second++) {
    if (second % NEW_DEMAND_AFTER === 0) {
      demand = regions.map((region) => region.capacityIntentsPerMinute * (0.2 + random.ratio()));
    }
    const outage = second % OUTAGE_AFTER;
    if (outage === 0) dead = Math.floor(regions.length * random.ratio());
    const isDead = (region: number): boolean => region === dead && outage < OUTAGE_LASTS;
    yield Object.fromEntries(
      regions.map(({ name, costUsdPerThousandIntents }, entry): [string, RegionReport] => [
        name,
        isDead(entry)
          ? {}
          : {
              probes: {
                ageMs: 200,
                to: Object.fromEntries(
                  regions.map((region, index) => [
                    region.name,
                    {
                      failures: isDead(index) ? outage + 1 : 0,
                      successes: isDead(index) ? 0 : second + 1,
                      roundTripMs: (trips[entry]?.[index] ?? 0) * (1 + 0.05 * random.ratio()),
                    },
                  ]),
                ),
              },
              signals: {
                ageMs: 500,
                attempts: 1_000,
                successRatio: 0.999,
                p95Ms: 800,
                utilisation: { cpu: 0.4, memory: 0.5, network: 0.2, intents: 0.4 },
                demandIntentsPerMinute: (demand[entry] ?? 0) * (0.95 + 0.1 * random.ratio()),
                boundIntentsPerMinute: 20,
                costUsdPerThousandIntents,
              },
            },
      ]),
    );
  }
}
