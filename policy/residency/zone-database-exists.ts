import { answersForZone, zoneDatabase } from "../../config/derived";
import { ownZone } from "../reading/homes";
import { isKind, nameOf } from "../reading/object";
import { NAME, namesBy, sqlIn } from "../reading/sql";
import type { PolicyResource, StackRule } from "../rule";

/** The Job that waits for the region's nodes, and the nodes: with neither, they are somebody else's. */
const READY = "cockroachdb-ready";
const NODES = "cockroachdb";

export const zoneDatabaseExists: StackRule = {
  id: "residency-zone-database-exists",
  kind: "stack",
  family: "residency",
  title: "The region that answers for a residency zone makes the zone's database",
  why: "Without a database whose only regions are the zone's, bound state has nowhere to be kept but in the database that every region holds.",
  fix: "Let the region's Jobs make and migrate the database, as soon as its nodes have joined the cluster.",
  level: "mandatory",
  example: `kind: ConfigMap
data:
  nephoran_eu-create.sql: |
    CREATE DATABASE IF NOT EXISTS "nephoran_eu";
    ALTER DATABASE "nephoran_eu" SET PRIMARY REGION "eu-west-1";
    ALTER DATABASE "nephoran_eu" SURVIVE ZONE FAILURE;
`,
  check(resources, context) {
    const zone = ownZone(context);
    if (zone === undefined || !answersForZone(context.region, context.topology)) return [];
    if (!isDue(resources)) return [];
    const database = zoneDatabase(zone.name);
    const statements = resources.flatMap(sqlIn);
    const given = (pattern: string): boolean =>
      statements.some(({ text }) => namesBy(new RegExp(pattern, "gi"), text).includes(database));
    return [
      ...(given(`^CREATE DATABASE (?:IF NOT EXISTS )?${NAME}`)
        ? []
        : [`Nothing makes ${database}, the database of the zone ${zone.name}.`]),
      ...(given(`^ALTER DATABASE ${NAME} SET PRIMARY REGION`)
        ? []
        : [`Nothing gives ${database} its region, so that its replicas are anywhere.`]),
    ].map((problem) => ({ problem }));
  },
};

/**
 * Whether the database has to be there by now. In its first deployment a region only has nodes, which
 * the primary does not know of yet; the next one waits for them, and makes the database.
 */
function isDue(resources: readonly PolicyResource[]): boolean {
  const has = (group: string, kind: string, name: string): boolean =>
    resources.some((one) => isKind(one, group, kind) && nameOf(one) === name);
  return has("batch", "Job", READY) || !has("apps", "StatefulSet", NODES);
}
