/** What is done in PostgreSQL for one statement of CockroachDB's SQL. */
export type InPostgres =
  | { readonly kind: "run"; readonly sql: string }
  /** Beginnings of connections, by who may log in from where. */
  | { readonly kind: "logins"; readonly lines: string }
  | { readonly kind: "create-database"; readonly database: string }
  /** Has no counterpart: clustering, places of data, backups. */
  | { readonly kind: "nothing" };

const NAME = '"?([\\w-]+)"?';

const rules: readonly (readonly [RegExp, (parts: readonly string[]) => InPostgres])[] = [
  [
    new RegExp(`^CREATE ROLE IF NOT EXISTS ${NAME} WITH LOGIN PASSWORD NULL$`, "i"),
    ([role = ""]) =>
      run(`DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN
        CREATE ROLE "${role}" WITH LOGIN PASSWORD NULL;
      END IF; END $$`),
  ],
  [
    new RegExp(`^CREATE DATABASE IF NOT EXISTS ${NAME}$`, "i"),
    ([database = ""]) => ({ kind: "create-database", database }),
  ],
  [
    new RegExp(
      `^ALTER DATABASE ${NAME} (?:SET PRIMARY REGION|ADD REGION IF NOT EXISTS) ${NAME}$`,
      "i",
    ),
    ([database = "", region = ""]) =>
      run(`INSERT INTO stand_in.database_regions (database, region)
        VALUES ('${database}', '${region}') ON CONFLICT DO NOTHING`),
  ],
  [
    new RegExp(`^SELECT count\\(\\*\\) FROM \\[SHOW REGIONS FROM DATABASE ${NAME}\\]$`, "i"),
    ([database = ""]) =>
      run(`SELECT count(*) FROM stand_in.database_regions WHERE database = '${database}'`),
  ],
  [
    /^SELECT region FROM \[SHOW REGIONS FROM CLUSTER\] ORDER BY region$/i,
    () => run("SELECT DISTINCT region FROM stand_in.members ORDER BY region"),
  ],
  [
    /^SET CLUSTER SETTING server\.host_based_authentication\.configuration = '([^']*)'$/i,
    ([lines = ""]) => ({ kind: "logins", lines }),
  ],
  [/^SET CLUSTER SETTING /i, nothing],
  [/^ALTER DATABASE \S+ SURVIVE (?:REGION|ZONE) FAILURE$/i, nothing],
  [/^ALTER TABLE \S+ SET LOCALITY /i, nothing],
  [/^ALTER TABLE \S+ SET \((?:ttl_|sql_stats_)/i, nothing],
  [/^GRANT BACKUP ON DATABASE /i, nothing],
  [/^CREATE SCHEDULE /i, nothing],
  [/^DROP SCHEDULES /i, nothing],
];

/** What a statement becomes. What is not CockroachDB's alone is run as it is. */
export function inPostgres(statement: string): InPostgres {
  const plain = plainText(statement);
  for (const [form, become] of rules) {
    const found = form.exec(plain);
    if (found) return become(found.slice(1));
  }
  return run(statement);
}

/** Without comments and with single spaces, but for what is quoted. */
export const plainText = (statement: string): string =>
  statement
    .replace(/'[^']*'|"[^"]*"|(?:--[^\n]*|\s)+/g, (part) => (/^['"]/.test(part) ? part : " "))
    .trim();

function run(sql: string): InPostgres {
  return { kind: "run", sql };
}

function nothing(): InPostgres {
  return { kind: "nothing" };
}

/** The statements of a text, without what is only comment. Dollar quotes are not known. */
export const statementsOf = (text: string): string[] =>
  (text.match(/(?:'[^']*'|"[^"]*"|--[^\n]*|[^;'"-]|-)+/g) ?? []).filter(
    (part) => plainText(part) !== "",
  );
