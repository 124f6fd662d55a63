// Stands in for the program `cockroach`, with PostgreSQL in the place of the database. It knows what the
// pods of the state store and their operators call, and refuses everything else.
import { DatabaseError } from "pg";
import { StandInError } from "./failure";
import { initialise } from "./initialise";
import { nodeStatus } from "./node-status";
import { runSql } from "./sql";
import { start } from "./start";

const FAILED = 1;

const commands: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  start,
  init: initialise,
  "node status": nodeStatus,
  sql: runSql,
  version: () => {
    console.log("Build Tag: stand-in of the sandbox on PostgreSQL");
    return Promise.resolve();
  },
};

const words = process.argv.slice(2);
const name = words[0] === "node" ? words.slice(0, 2).join(" ") : (words[0] ?? "");
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;

if (command === undefined) {
  console.error(
    `ERROR: \`cockroach ${name}\` is not there: in the sandbox PostgreSQL stands in for CockroachDB. ` +
      `There are: ${Object.keys(commands).join(", ")}.`,
  );
  process.exitCode = FAILED;
} else {
  command(words.slice(name.split(" ").length)).catch((error: unknown) => {
    console.error(said(error));
    process.exitCode = FAILED;
  });
}

/** As CockroachDB's program words it: scripts tell by it what passes by itself. */
function said(error: unknown): string {
  if (error instanceof StandInError) return `ERROR: ${error.message}`;
  if (error instanceof DatabaseError) {
    return `ERROR: ${error.message}\nSQLSTATE: ${error.code ?? "XX000"}`;
  }
  const reason = error instanceof Error ? error.message : String(error);
  return `ERROR: cannot dial server.\n${reason}`;
}
