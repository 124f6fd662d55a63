import { z } from "zod";
import { identifier, literal } from "../sql-text";
import { listed, type ResidencyCheck, residencyCheck, sameMembers } from "./check";
import { REGIONS_TO_SURVIVE_ONE } from "../region-steps";
import type { ZoneExpectation } from "./expectation";
import { replicaPromise } from "./zone-configuration";

/** Where the zone's database is meant to be: its regions, survival, tables and zone configurations. */
export const placementChecks = (zone: ZoneExpectation): ResidencyCheck[] => [
  databaseRegions(zone),
  survival(zone.database, "zone"),
  localities(zone),
  zoneConfigurations(zone),
];

/** What the database of all regions has to be. */
export interface GlobalExpectation {
  readonly database: string;
  /** All regions, the primary first. */
  readonly regions: readonly string[];
}

/** Whether the database of all regions has them all, and outlives one of them. */
export const globalChecks = (global: GlobalExpectation): ResidencyCheck[] => [
  databaseRegions(global),
  survival(global.database, global.regions.length >= REGIONS_TO_SURVIVE_ONE ? "region" : "zone"),
];

const databaseRegions = ({ database, regions }: GlobalExpectation) =>
  residencyCheck(
    "regions",
    "SELECT regions, primary_region FROM [SHOW REGIONS FROM ALL DATABASES] " +
      `WHERE database_name = ${literal(database)}`,
    z.object({ regions: z.array(z.string()).nullable(), primary_region: z.string().nullable() }),
    (rows) => {
      const found = rows[0]?.regions ?? [];
      const primary = rows[0]?.primary_region ?? "none";
      return [
        {
          subject: `database ${database}`,
          expected: `regions ${listed([...regions].sort())}, primary ${regions[0] ?? "none"}`,
          found:
            rows.length === 0
              ? "no such database"
              : `regions ${listed([...found].sort())}, primary ${primary}`,
          conforms: sameMembers(found, regions) && primary === regions[0],
        },
      ];
    },
  );

const survival = (database: string, goal: "region" | "zone") =>
  residencyCheck(
    "survival",
    `SELECT survival_goal FROM [SHOW SURVIVAL GOAL FROM DATABASE ${identifier(database)}]`,
    z.object({ survival_goal: z.string().nullable() }),
    (rows) => {
      const found = rows[0]?.survival_goal ?? "none";
      return [
        {
          subject: `database ${database}`,
          expected: `survival goal ${goal}`,
          found: `survival goal ${found}`,
          conforms: found === goal,
        },
      ];
    },
  );

const localities = ({ database, regions }: ZoneExpectation) =>
  residencyCheck(
    "placement",
    `SELECT table_name, locality FROM [SHOW TABLES FROM ${identifier(database)}] ` +
      "WHERE type = 'table' ORDER BY table_name",
    z.object({ table_name: z.string(), locality: z.string().nullable() }),
    (rows) =>
      atLeastOne(database, "tables", rows).map((row) => {
        if ("conforms" in row) return row;
        const { table_name: table, locality } = row;
        const home = /^REGIONAL BY TABLE IN (?:PRIMARY REGION|"?(?<region>[^"]+)"?)$/.exec(
          locality ?? "",
        );
        const region = home?.groups?.["region"];
        const byRow = locality === "GLOBAL" || locality?.startsWith("REGIONAL BY ROW") === true;
        return {
          subject: `table ${database}.${table}`,
          expected: `a locality within ${listed(regions)}`,
          found: locality ?? "no locality",
          conforms: byRow || (home !== null && (region === undefined || regions.includes(region))),
        };
      }),
  );

const zoneConfigurations = ({ database, regions }: ZoneExpectation) =>
  residencyCheck(
    "zone configurations",
    `SELECT target, raw_config_sql FROM [SHOW ALL ZONE CONFIGURATIONS] WHERE ` +
      `target = ${literal(`DATABASE ${database}`)} OR ` +
      `strpos(target, ${literal(` ${database}.`)}) > 0 ORDER BY target`,
    z.object({ target: z.string(), raw_config_sql: z.string().nullable() }),
    (rows) => {
      const target = `DATABASE ${database}`;
      const missing = rows.some((row) => row.target === target)
        ? []
        : [
            {
              subject: target,
              expected: `a zone configuration that keeps every replica in ${listed(regions)}`,
              found: "none of its own: replicas go anywhere",
              conforms: false,
            },
          ];
      return [
        ...missing,
        ...rows.map((row) => {
          const { named, free } = replicaPromise(row.raw_config_sql ?? "");
          const strange = named.filter((region) => !regions.includes(region));
          const unbound = row.target === target ? free !== 0 : free !== undefined && free > 0;
          return {
            subject: row.target,
            expected: `every replica bound to ${listed(regions)}`,
            found:
              strange.length > 0
                ? `names ${listed(strange)}`
                : unbound
                  ? `${free ?? "all"} replicas are bound to no region`
                  : `names ${listed(named)}`,
            conforms: strange.length === 0 && !unbound,
          };
        }),
      ];
    },
  );

/** The rows, or what to say where there are none. */
export function atLeastOne<Row>(database: string, what: string, rows: readonly Row[]) {
  if (rows.length > 0) return rows;
  const subject = `database ${database}`;
  return [{ subject, expected: `some ${what}`, found: `no ${what}`, conforms: false } as const];
}
