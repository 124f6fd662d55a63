/** SQL text from values: what is quoted here cannot end its own quotes. */

/** A name of a database, table, column, role or region, as it stands in SQL. */
export function identifier(name: string): string {
  refuseUnprintable(name, "name");
  if (name === "") throw new Error("A name in SQL cannot be empty.");
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * A text, as it stands in SQL. Backslashes mean themselves, as the standard, PostgreSQL and CockroachDB
 * read them.
 */
export function literal(text: string): string {
  refuseUnprintable(text, "text");
  return `'${text.replaceAll("'", "''")}'`;
}

/** Values of a template's variables. */
export type SqlVariables = Readonly<Record<string, string>>;

const VARIABLE = /:(?:"(?<asName>[a-z_]+)"|'(?<asText>[a-z_]+)')/g;

/**
 * Puts values into a template by psql's notation: `:"name"` becomes a quoted identifier, `:'name'` a
 * quoted text. A variable without a value is an error.
 */
export const withVariables = (template: string, variables: SqlVariables): string =>
  template.replace(VARIABLE, (_match, asName: string | undefined, asText: string | undefined) => {
    const name = asName ?? asText ?? "";
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined) throw new Error(`The SQL variable ${name} has no value.`);
    return asName === undefined ? literal(value) : identifier(value);
  });

/** NUL ends a text in PostgreSQL's protocol, and other control characters have no business in ours. */
function refuseUnprintable(text: string, what: string): void {
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)) {
    throw new Error(`A ${what} in SQL cannot hold control characters.`);
  }
}
