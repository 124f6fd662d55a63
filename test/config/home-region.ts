/** Fields of a region's entry in the topology; those of `home` that matter to a test. */
export type Entry = Readonly<Record<string, unknown>>;

/** A topology of three regions, of which `home` is as a test wants it. */
export function topologyWith(home: Entry): unknown {
  return {
    // `away` keeps the zone when home leaves it.
    residencyZones: { eu: { description: "GDPR, data of EU subscribers stays in the EU" } },
    regions: [
      region({ name: "home", priority: 1, role: "primary", ...home }),
      region({ name: "away", priority: 2, role: "dr", residencyZone: "eu" }),
      region({ name: "abroad", priority: 3, role: "regional" }),
    ],
  };
}

function region(entry: Entry): Entry {
  return {
    displayName: "A region",
    location: { latitude: 0, longitude: 0 },
    capacityIntentsPerMinute: 1000,
    costUsdPerThousandIntents: 1,
    features: [],
    zones: ["zone-a"],
    ...entry,
  };
}
