import { sqlStatements, type SqlToken, SqlTokenError } from "./sql-tokens";

/** What is wrong with a statement. */
export interface GrammarProblem {
  /** Line that it is in, counted from 1. */
  readonly line: number;
  readonly message: string;
}

/** One form of a statement that only CockroachDB takes. */
export interface CockroachForm {
  /**
   * Words as they have to stand there; `<name>`, `<string>`, `<number>` and `<boolean>` stand for one
   * token of that kind. A name is quoted, or a word.
   */
  readonly form: string;
  /** Page of CockroachDB's reference that documents it, below its stable documentation. */
  readonly page: string;
}

/**
 * Every form that our files use. All of them may be run again without harm: that is what lets a Job be
 * repeated after an error that leaves unknown what has happened.
 */
export const cockroachForms: readonly CockroachForm[] = [
  { form: "CREATE ROLE IF NOT EXISTS <name> WITH LOGIN PASSWORD NULL", page: "create-role" },
  { form: "GRANT BACKUP ON DATABASE <name> TO <name>", page: "grant" },
  { form: "CREATE DATABASE IF NOT EXISTS <name>", page: "create-database" },
  { form: "ALTER DATABASE <name> SET PRIMARY REGION <name>", page: "alter-database" },
  { form: "ALTER DATABASE <name> ADD REGION IF NOT EXISTS <name>", page: "alter-database" },
  { form: "ALTER DATABASE <name> SURVIVE REGION FAILURE", page: "alter-database" },
  { form: "ALTER DATABASE <name> SURVIVE ZONE FAILURE", page: "alter-database" },
  { form: "SELECT COUNT ( * ) FROM [ SHOW REGIONS FROM DATABASE <name> ]", page: "show-regions" },
  { form: "ALTER TABLE <name> SET LOCALITY REGIONAL BY ROW", page: "alter-table" },
  { form: "ALTER TABLE <name> SET LOCALITY GLOBAL", page: "alter-table" },
  {
    form: "ALTER TABLE <name> SET ( SQL_STATS_AUTOMATIC_COLLECTION_ENABLED = <boolean> )",
    page: "with-storage-parameter",
  },
  {
    form: "ALTER TABLE <name> SET ( TTL_EXPIRATION_EXPRESSION = <string> , TTL_JOB_CRON = <string> )",
    page: "row-level-ttl",
  },
  { form: "SET CLUSTER SETTING KV . RANGEFEED . ENABLED = <boolean>", page: "cluster-settings" },
  {
    form: "SET CLUSTER SETTING SERVER . SHUTDOWN . INITIAL_WAIT = <string>",
    page: "cluster-settings",
  },
  {
    form: "SET CLUSTER SETTING SERVER . REDACT_SENSITIVE_SETTINGS . ENABLED = <boolean>",
    page: "cluster-settings",
  },
  {
    form: "SET CLUSTER SETTING SERVER . HOST_BASED_AUTHENTICATION . CONFIGURATION = <string>",
    page: "cluster-settings",
  },
  {
    form:
      "CREATE SCHEDULE IF NOT EXISTS <string> FOR BACKUP DATABASE <name> INTO <string> WITH " +
      "REVISION_HISTORY , EXECUTION LOCALITY = <string> RECURRING <string> FULL BACKUP <string> WITH " +
      "SCHEDULE OPTIONS FIRST_RUN = <string>",
    page: "create-schedule-for-backup",
  },
  {
    form:
      "DROP SCHEDULES WITH X AS ( SHOW SCHEDULES ) SELECT ID FROM X WHERE " +
      "LEFT ( LABEL , <number> ) = <string>",
    page: "drop-schedules",
  },
  {
    form:
      "DROP SCHEDULES WITH X AS ( SHOW SCHEDULES ) SELECT ID FROM X WHERE " +
      "LEFT ( LABEL , <number> ) = <string> AND LABEL <> <string>",
    page: "drop-schedules",
  },
];

/**
 * Holds SQL against the forms above. It knows their words and nothing else: whether a table, a role or
 * a region is there, what stands inside a string, and whether the version that runs takes it, only
 * CockroachDB tells.
 */
export function checkCockroachSql(sql: string): GrammarProblem[] {
  try {
    return sqlStatements(sql).flatMap(problemOf);
  } catch (error) {
    if (error instanceof SqlTokenError) return [{ line: error.line, message: error.message }];
    throw error;
  }
}

function problemOf(statement: readonly SqlToken[]): GrammarProblem[] {
  const attempts = cockroachForms.map(({ form }) => {
    const words = form.split(" ");
    const length = Math.max(words.length, statement.length);
    const fit = Array.from({ length }, (_, at) => fits(statement[at], words[at])).indexOf(false);
    return { words, fit: fit === -1 ? Infinity : fit };
  });
  const furthest = Math.max(...attempts.map(({ fit }) => fit));
  if (furthest === Infinity) return [];
  const wanted = attempts.flatMap(({ words, fit }) =>
    fit === furthest ? [words[fit] ?? "the end of the statement"] : [],
  );
  const found = statement[furthest];
  return [
    {
      line: (found ?? statement.at(-1))?.line ?? 1,
      message:
        `found ${found === undefined ? "the end of the statement" : shown(found)} where ` +
        `${[...new Set(wanted)].join(" or ")} is expected`,
    },
  ];
}

function fits(token: SqlToken | undefined, word: string | undefined): boolean {
  if (token === undefined || word === undefined) return false;
  switch (word) {
    case "<name>":
      return token.kind === "name" || token.kind === "word";
    case "<string>":
      return token.kind === "string" && token.text !== "";
    case "<number>":
      return token.kind === "number";
    case "<boolean>":
      return token.kind === "word" && (token.text === "TRUE" || token.text === "FALSE");
    default:
      return (token.kind === "word" || token.kind === "sign") && token.text === word;
  }
}

const shown = ({ kind, text }: SqlToken): string => {
  if (kind === "name") return `"${text}"`;
  return kind === "string" ? `'${text}'` : text;
};
