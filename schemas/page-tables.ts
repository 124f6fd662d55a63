import { OperatorError } from "../config/operator-error";

/**
 * A page with one of its tables made anew; what is written by hand around it stays.
 *
 * @param file path of the page, for the error.
 * @param page its text. Each table stands between `<!-- table: NAME -->` and `<!-- end: NAME -->`.
 * @throws OperatorError if the table has no such place.
 */
export function withTable(
  file: string,
  page: string,
  name: string,
  rows: readonly string[],
): string {
  const [begin, end] = [`<!-- table: ${name} -->`, `<!-- end: ${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) {
    throw new OperatorError(
      `${file} has no place for the table ${name}. Put the lines \`${begin}\` and ` +
        `\`${end}\` where it belongs.`,
    );
  }
  // As it is: prettier would pad every column to its longest cell.
  const table = ["<!-- prettier-ignore-start -->", "", ...rows, "", "<!-- prettier-ignore-end -->"];
  return page.slice(0, from) + [begin, ...table, page.slice(to)].join("\n");
}

/** The lines of a table in Markdown. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [columns, columns.map(() => "---"), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`,
  );
}
