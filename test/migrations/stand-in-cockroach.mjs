// A stand-in for the program `cockroach`, for tests alone: `cockroach sql` on PostgreSQL. It knows the
// arguments that our scripts use, runs a file statement by statement, each in a transaction of its own,
// as CockroachDB's shell does, and prints rows and errors as that does. Of files called
// *.cockroachdb.sql it runs what makes roles, in PostgreSQL's words, and leaves out the rest unseen.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import pg from "pg";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    database: { type: "string", default: "postgres" },
    execute: { type: "string" },
    file: { type: "string" },
    format: { type: "string", default: "tsv" },
    set: { type: "string", multiple: true },
  },
});
if (positionals.join() !== "sql") throw new Error("The stand-in knows `cockroach sql` alone.");

const [host, port] = (process.env.COCKROACH_HOST ?? "").split(":");
const client = new pg.Client({
  host,
  port: Number(port),
  database: values.database,
  user: process.env.COCKROACH_USER ?? "root",
});

try {
  await client.connect();
} catch (error) {
  fail("cannot dial server.", error.code);
}
try {
  for (const statement of statements()) {
    const { rows, fields } = await client.query({ text: statement, rowMode: "array" });
    if (fields.length === 0) continue;
    for (const row of [fields.map(({ name }) => name), ...rows]) console.log(row.join("\t"));
  }
} catch (error) {
  fail(error.message, error.code);
} finally {
  await client.end();
}

function statements() {
  if (values.execute !== undefined) return [values.execute];
  const text = readFileSync(values.file, "utf8");
  const all = text.match(/(?:'[^']*'|"[^"]*"|--[^\n]*|[^;'"-]|-)+/g) ?? [];
  const said = all
    .map((part) => part.trim())
    .filter((part) => part.replace(/--[^\n]*/g, "").trim());
  return values.file.endsWith(".cockroachdb.sql") ? said.flatMap(inPostgres) : said;
}

function inPostgres(statement) {
  const role = /CREATE ROLE IF NOT EXISTS "?(\w+)"? WITH LOGIN PASSWORD NULL$/.exec(statement)?.[1];
  if (role === undefined) return [];
  return [
    `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN
       CREATE ROLE "${role}" WITH LOGIN PASSWORD NULL; END IF; END $$`,
  ];
}

function fail(message, code) {
  console.error(`ERROR: ${message}\nSQLSTATE: ${code}`);
  process.exit(1);
}
