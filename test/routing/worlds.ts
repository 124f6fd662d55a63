import fc from "fast-check";
import { parseTopology, type Topology } from "../../config/topology";

const names = ["atlantis", "brigadoon", "camelot", "dinotopia", "elbonia"] as const;
const zones = ["moon", "sun"] as const;

/** Topologies of two to five regions, some in residency zones, with tenants bound to both kinds. */
export const topologies: fc.Arbitrary<Topology> = fc
  .integer({ min: 2, max: names.length })
  .chain((count) =>
    fc.record({
      zoneOf: fc.tuple(
        ...names.slice(0, count).map(() => fc.constantFrom(undefined, undefined, ...zones)),
      ),
      places: fc.array(
        fc.record({
          latitude: fc.integer({ min: -90, max: 90 }),
          longitude: fc.integer({ min: -180, max: 180 }),
        }),
        { minLength: count, maxLength: count },
      ),
      homes: fc.array(fc.nat(), { maxLength: 4 }),
    }),
  )
  .map(({ zoneOf, places, homes }) => {
    const used = zones.filter((zone) => zoneOf.includes(zone));
    const possible = [...used, ...names.slice(0, zoneOf.length)];
    return parseTopology({
      residencyZones: Object.fromEntries(used.map((zone) => [zone, { description: "by law" }])),
      tenants: Object.fromEntries(
        homes.map((home, index) => [
          `tenant-${index}`,
          { boundTo: possible[home % possible.length] },
        ]),
      ),
      regions: zoneOf.map((residencyZone, index) => ({
        name: names[index],
        displayName: names[index],
        priority: index + 1,
        role: index === 0 ? "primary" : "regional",
        location: places[index],
        ...(residencyZone && { residencyZone }),
        capacityIntentsPerMinute: 100,
        costUsdPerThousandIntents: 1,
        features: [],
        zones: ["a"],
      })),
    });
  });

/** A topology and one of its regions. */
export const entries = topologies.chain((topology) =>
  fc.record({
    topology: fc.constant(topology),
    entry: fc.constantFrom(...topology.regions.map(({ name }) => name)),
  }),
);
