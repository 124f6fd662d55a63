import { zoneOfDatabase } from "../reading/homes";
import { sqlIn } from "../reading/sql";
import { keyedColumns, personalColumn, tableWithoutStatistics } from "../reading/tables";
import type { ResourceRule } from "../rule";

export const personalColumns: ResourceRule = {
  id: "residency-personal-columns",
  kind: "resource",
  family: "residency",
  title: "No key, index or histogram of a zone's database holds personal data",
  why: "Values of indexed columns stand in the metadata of ranges, and histograms in a system table. Every region of the cluster holds both, whatever the database's regions are.",
  fix: "Index ids and times only, and switch automatic statistics off for each table of the zone that has a column that may hold personal data.",
  level: "mandatory",
  example: `kind: ConfigMap
data:
  0003-intents.sql: |
    COMMENT ON COLUMN intents.spec IS 'May hold personal data; never indexed.';
    ALTER TABLE intents SET (sql_stats_automatic_collection_enabled = false);
`,
  check(resource, context) {
    const zoned = sqlIn(resource).filter(({ database = "" }) => zoneOfDatabase(database, context));
    const personal = zoned.flatMap(({ text }) => personalColumn(text) ?? []);
    const quiet = zoned.map(({ text }) => tableWithoutStatistics(text));
    const keyed = zoned.flatMap(({ path, text }) =>
      keyedColumns(text)
        .filter(({ table, column }) =>
          personal.some((one) => one.table === table && one.column === column),
        )
        .map(
          ({ table, column }) =>
            `${path} makes ${table}.${column} part of a key, and it may hold personal data.`,
        ),
    );
    const watched = [...new Set(personal.map(({ table }) => table))]
      .filter((table) => !quiet.includes(table))
      .map((table) => `Statistics of ${table} are collected, which may hold personal data.`);
    return [...keyed, ...watched];
  },
};
