/** A column, by its table. */
export interface Column {
  readonly table: string;
  readonly column: string;
}

const COMMENT = /^COMMENT ON COLUMN "?(\w+)"?\."?(\w+)"? IS 'May hold personal data/i;

/** The column that a statement says may hold personal data, as comments of migrations do. */
export function personalColumn(statement: string): Column | undefined {
  const [, table, column] = COMMENT.exec(statement) ?? [];
  return table === undefined || column === undefined ? undefined : { table, column };
}

const INDEX =
  /^CREATE (?:UNIQUE |INVERTED )?INDEX (?:CONCURRENTLY )?(?:IF NOT EXISTS )?\S+ ON "?(\w+)"? (?:USING \w+ )?\(([^)]*)\)/i;
const TABLE = /^CREATE TABLE (?:IF NOT EXISTS )?"?(\w+)"? ?\((.*)\)/i;
const CONSTRAINTS = /\b(?:PRIMARY KEY|UNIQUE|INDEX(?: \w+)?) ?\(([^)]*)\)/gi;
const OF_COLUMN = /(?:^|, ?)"?(\w+)"? [^,]*?\b(?:PRIMARY KEY|UNIQUE)\b(?! ?\()/gi;

/** The columns whose values a statement makes part of a key or an index. */
export function keyedColumns(statement: string): Column[] {
  const [, ofIndex, list = ""] = INDEX.exec(statement) ?? [];
  if (ofIndex !== undefined) return columnsIn(list).map((column) => ({ table: ofIndex, column }));
  const [, table, body = ""] = TABLE.exec(statement) ?? [];
  if (table === undefined) return [];
  const constraints = [...body.matchAll(CONSTRAINTS)].flatMap(([, names = ""]) => columnsIn(names));
  const own = [...body.matchAll(OF_COLUMN)].flatMap(([, name]) => name ?? []);
  return [...constraints, ...own].map((column) => ({ table, column }));
}

/** Names at the beginning of each part of a list; what is computed of one counts as that one. */
const columnsIn = (list: string): string[] =>
  list.split(",").flatMap((part) => part.match(/\w+/g) ?? []);

const NO_STATISTICS =
  /^ALTER TABLE "?(\w+)"? SET \( ?sql_stats_automatic_collection_enabled ?= ?false ?\)/i;

/** The table for which a statement switches automatic statistics, and so histograms, off. */
export const tableWithoutStatistics = (statement: string): string | undefined =>
  NO_STATISTICS.exec(statement)?.[1];
