import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import type { Client } from "pg";
import { connected, parsed, targetOf } from "./connection";
import { rowsText } from "./rows-text";
import { inPostgres, plainText, statementsOf } from "./statements";

/** Before all others, as CockroachDB itself lets root and its own nodes in from anywhere. */
const OWN_LOGINS = "hostssl all root all cert\nlocal all all reject\n";

/** `cockroach sql`: statements of the options, of a file or of the input, one after the other. */
export async function runSql(args: readonly string[]): Promise<void> {
  const values = parsed(args, {
    database: { type: "string", short: "d" },
    execute: { type: "string", short: "e", multiple: true },
    file: { type: "string", short: "f" },
    format: { type: "string", default: "tsv" },
    set: { type: "string", multiple: true },
  });
  const said = values.execute;
  const file = values.file;
  const source = said?.join(";") ?? (await (file ? readFile(file, "utf8") : text(process.stdin)));
  const database = values.database;
  const target = { ...targetOf(values), ...(database !== undefined && { database }) };
  await connected(target, async (client) => {
    for (const statement of statementsOf(source)) {
      const answer = await runStatement(client, statement);
      if (answer === undefined) continue;
      console.log(rowsText(answer.columns, answer.rows, values.format));
    }
  });
}

interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Runs one statement of CockroachDB's SQL; answers what it selects, if it selects anything. */
export async function runStatement(client: Client, statement: string): Promise<Answer | undefined> {
  const wanted = inPostgres(statement);
  switch (wanted.kind) {
    case "nothing":
      console.error(`NOTICE: PostgreSQL has no such thing, left out: ${plainText(statement)}`);
      return undefined;
    case "create-database":
      await createDatabase(client, wanted.database);
      return undefined;
    case "logins":
      await setLogins(client, wanted.lines);
      return undefined;
    case "run": {
      const result = await client.query<unknown[]>({ text: wanted.sql, rowMode: "array" });
      if (result.fields.length === 0) return undefined;
      const columns = result.fields.map(({ name }) => name);
      return { columns, rows: result.rows.map((row) => row.map(fieldText)) };
    }
  }
}

/** PostgreSQL has no IF NOT EXISTS for databases. */
export async function createDatabase(client: Client, database: string): Promise<void> {
  const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [database]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
}

/** The lines are PostgreSQL's own: CockroachDB took them over. */
async function setLogins(client: Client, lines: string): Promise<void> {
  const { rows } = await client.query<{ file: string }>(
    "SELECT current_setting('hba_file') AS file",
  );
  const all = client.escapeLiteral((OWN_LOGINS + lines).trimEnd());
  await client.query(
    `COPY (SELECT unnest(string_to_array(${all}, chr(10)))) TO ${client.escapeLiteral(rows[0]?.file ?? "")}`,
  );
  await client.query("SELECT pg_reload_conf()");
}

function fieldText(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (typeof value === "string") return value;
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
}
