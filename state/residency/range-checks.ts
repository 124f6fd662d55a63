import { z } from "zod";
import { identifier, literal } from "../sql-text";
import { type Judged, listed, type ResidencyCheck, residencyCheck } from "./check";
import type { ZoneExpectation } from "./expectation";
import { atLeastOne } from "./placement-checks";
import { valuesInKey } from "./range-key";
import { zoneKeyColumns, zoneTables } from "./zone-tables";

/** Where the zone's data really is, and what its keys carry into the metadata of ranges. */
export const rangeChecks = (zone: ZoneExpectation): ResidencyCheck[] => [
  replicas(zone),
  splitKeys(zone),
  keyColumns(zone),
  ...zoneTables.map((table) => histograms(zone, table)),
];

const rangesOf = (database: string, columns: string) =>
  `SELECT ${columns} FROM [SHOW RANGES FROM DATABASE ${identifier(database)} WITH DETAILS] ` +
  "ORDER BY range_id";

const replicas = ({ database, regions }: ZoneExpectation) =>
  residencyCheck(
    "replicas",
    rangesOf(database, "range_id::STRING AS range_id, lease_holder_locality, replica_localities"),
    z.object({
      range_id: z.string(),
      lease_holder_locality: z.string().nullable(),
      replica_localities: z.array(z.string()),
    }),
    (rows) => {
      const expected = `leaseholder and all replicas in ${listed(regions)}`;
      const outside = rows.flatMap((row) => {
        const found = [row.lease_holder_locality ?? "", ...row.replica_localities];
        const strange = found.filter((locality) => !regions.includes(regionOf(locality)));
        if (strange.length === 0 && row.replica_localities.length > 0) return [];
        const where = [...new Set(strange.map((locality) => regionOf(locality)))].sort();
        return [
          {
            subject: `range ${row.range_id} of ${database}`,
            expected,
            found: row.replica_localities.length === 0 ? "no replicas" : `in ${listed(where)}`,
            conforms: false,
          },
        ];
      });
      return outcome(database, rows.length, outside, expected);
    },
  );

const splitKeys = ({ database, regions }: ZoneExpectation) =>
  residencyCheck(
    "split keys",
    rangesOf(database, "range_id::STRING AS range_id, start_key, end_key"),
    z.object({ range_id: z.string(), start_key: z.string(), end_key: z.string() }),
    (rows) => {
      const expected = "ids, regions, fixed words and times alone";
      const telling = rows.flatMap(({ range_id: id, start_key, end_key }) => {
        const values = [start_key, end_key].flatMap((key) => valuesInKey(key, regions));
        // The value itself may be what must not leave the zone: it is counted, not shown.
        if (values.length === 0) return [];
        return [
          {
            subject: `range ${id} of ${database}`,
            expected,
            found: `${values.length === 1 ? "1 value" : `${values.length} values`} of another kind`,
            conforms: false,
          },
        ];
      });
      return outcome(database, rows.length, telling, expected);
    },
  );

const keyColumns = ({ database }: ZoneExpectation) => {
  const catalogue = `${identifier(database)}.pg_catalog`;
  return residencyCheck(
    "keys",
    "SELECT c.relname AS table_name, i.relname AS index_name, a.attname AS column_name " +
      `FROM ${catalogue}.pg_index x JOIN ${catalogue}.pg_class c ON c.oid = x.indrelid ` +
      `JOIN ${catalogue}.pg_class i ON i.oid = x.indexrelid ` +
      `JOIN ${catalogue}.pg_namespace n ON n.oid = c.relnamespace ` +
      `JOIN ${catalogue}.pg_attribute a ON a.attrelid = i.oid ` +
      `WHERE n.nspname = ${literal("public")} ORDER BY 1, 2, 3`,
    z.object({ table_name: z.string(), index_name: z.string(), column_name: z.string() }),
    (rows) =>
      atLeastOne(database, "indexes", rows).map((row) => {
        if ("conforms" in row) return row;
        const { table_name: table, index_name: index, column_name: column } = row;
        const may = zoneKeyColumns[table];
        return {
          subject: `index ${database}.${table}@${index}`,
          expected: may === undefined ? "no such table" : `columns of ${listed(may)}`,
          found: column,
          // CockroachDB's own column of a table that is regional by row holds a region.
          conforms: may !== undefined && (may.includes(column) || column === "crdb_region"),
        };
      }),
  );
};

const histograms = ({ database }: ZoneExpectation, table: string) =>
  residencyCheck(
    "histograms",
    "SELECT create_statement, (SELECT count(*)::STRING FROM [SHOW STATISTICS FOR TABLE " +
      `${identifier(database)}.public.${identifier(table)}] WHERE histogram_id IS NOT NULL) ` +
      `AS histograms FROM [SHOW CREATE TABLE ${identifier(database)}.public.${identifier(table)}]`,
    z.object({ create_statement: z.string(), histograms: z.string() }),
    (rows) => {
      const [row] = rows;
      const off = /sql_stats_automatic_collection_enabled = false/.test(
        row?.create_statement ?? "",
      );
      const count = row?.histograms ?? "0";
      return [
        {
          subject: `table ${database}.${table}`,
          expected: "automatic statistics off, 0 histograms",
          found: `automatic statistics ${off ? "off" : "on"}, ${count} histograms`,
          conforms: off && count === "0",
        },
      ];
    },
  );

const regionOf = (locality: string): string =>
  /(?:^|,)region=([^,]+)/.exec(locality)?.[1] ?? "no region";

/** What is wrong, or one finding that all ranges are well. */
function outcome(
  database: string,
  count: number,
  wrong: readonly Judged[],
  expected: string,
): readonly Judged[] {
  if (wrong.length > 0) return wrong;
  const subject = `ranges of ${database}`;
  if (count === 0) return [{ subject, expected, found: "no ranges", conforms: false }];
  return [{ subject, expected, found: `so in all ${count} of them`, conforms: true }];
}
