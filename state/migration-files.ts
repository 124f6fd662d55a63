import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type SqlVariables, withVariables } from "./sql-text";

/** Kinds of databases, after the folders that their migrations are in. */
export type DatabaseKind = "nephoran" | "zone";

/** One file of a migration, as it runs. */
export interface MigrationFile {
  /** Such as 0002-intents.sql. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of `sql`, in hexadecimal digits. */
  readonly sha256: string;
}

/** Folder of all migrations. */
export const migrationsFolder = resolve(__dirname, "..", "migrations");

const FILE = /^(?<number>\d{4})-[a-z0-9-]+(?<cockroach>\.cockroachdb)?\.sql$/;

/**
 * The migrations of a kind of database, in the order in which they run: by number, and what only
 * CockroachDB takes after what PostgreSQL takes too.
 */
export function migrationsOf(
  kind: DatabaseKind,
  variables: SqlVariables,
  folder = migrationsFolder,
): MigrationFile[] {
  return readdirSync(join(folder, kind))
    .sort(byOrder)
    .map((name) => {
      const sql = withVariables(readFileSync(join(folder, kind, name), "utf8"), variables);
      return { name, sql, sha256: createHash("sha256").update(sql).digest("hex") };
    });
}

const byOrder = (one: string, other: string): number => {
  const [a, b] = [orderOf(one), orderOf(other)];
  return a < b ? -1 : a > b ? 1 : 0;
};

function orderOf(name: string): string {
  const { number, cockroach } = FILE.exec(name)?.groups ?? {};
  if (number === undefined) {
    throw new Error(
      `migrations: ${name} is not called NNNN-name.sql or NNNN-name.cockroachdb.sql.`,
    );
  }
  return `${number}${cockroach === undefined ? 0 : 1}${name}`;
}
