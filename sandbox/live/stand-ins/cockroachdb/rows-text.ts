import { StandInError } from "./failure";

type Row = readonly string[];

/**
 * Rows below their columns' names, in a format of CockroachDB's program: csv, tsv or table.
 *
 * @throws StandInError `bad-use` for another one.
 */
export function rowsText(columns: Row, rows: readonly Row[], format: string): string {
  const all = [columns, ...rows];
  switch (format) {
    case "csv":
      return all.map((row) => row.map(csvField).join(",")).join("\n");
    case "tsv":
      return all.map((row) => row.join("\t")).join("\n");
    case "table": {
      const widths = columns.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
      const line = (row: Row) => row.map((field, at) => ` ${field.padEnd(widths[at] ?? 0)} `);
      const rule = widths.map((width) => "-".repeat(width + 2)).join("+");
      return [line(columns).join("|"), rule, ...rows.map((row) => line(row).join("|"))].join("\n");
    }
    default:
      throw new StandInError("bad-use", `there is no format ${format}, but csv, tsv and table`);
  }
}

const csvField = (field: string): string =>
  /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
