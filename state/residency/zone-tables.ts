/**
 * Tables of a residency zone's database, each with the columns that its keys and indexes may have: ids
 * that are drawn at random, regions, fixed words, times and names of migrations.
 */
export const zoneKeyColumns: Readonly<Record<string, readonly string[]>> = {
  intents: ["id", "updated_at"],
  intent_regions: ["intent_id", "region", "updated_at"],
  deployments: ["id", "intent_id", "region", "started_at"],
  sync_state: ["region", "stream"],
  schema_migrations: ["name"],
};

/** Tables that hold what is bound to the zone. */
export const zoneTables = Object.keys(zoneKeyColumns).filter(
  (table) => table !== "schema_migrations",
);

/** Columns that may hold personal data, as their comments in the database say too. */
export const personalColumns = [
  "deployments.detail",
  "intent_regions.status",
  "intent_regions.status_sha256",
  "intents.name",
  "intents.namespace",
  "intents.spec",
  "intents.spec_sha256",
] as const;
