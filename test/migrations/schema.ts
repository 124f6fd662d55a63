import type { PostgresServer } from "./postgres";

/** All that migrations make, as PostgreSQL's catalogue says it. */
export interface Schema {
  readonly columns: readonly object[];
  readonly constraints: readonly object[];
  readonly indexes: readonly object[];
  readonly views: readonly object[];
  readonly comments: readonly object[];
  readonly rights: readonly object[];
  readonly migrations: readonly { readonly name: string; readonly sha256: string }[];
}

const questions = {
  columns: `SELECT table_name, column_name, data_type, is_nullable, column_default
    FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, ordinal_position`,
  constraints: `SELECT conrelid::regclass::text AS table_name, conname, pg_get_constraintdef(oid) AS says
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2`,
  indexes: `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`,
  views: `SELECT viewname, definition FROM pg_views WHERE schemaname = 'public' ORDER BY 1`,
  comments: `SELECT objoid::regclass::text AS table_name, objsubid, description FROM pg_description
    WHERE classoid = 'pg_class'::regclass AND objoid IN
      (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace) ORDER BY 1, 2`,
  rights: `SELECT grantee, table_name, privilege_type FROM information_schema.table_privileges
    WHERE table_schema = 'public' AND grantee <> 'root' ORDER BY 1, 2, 3`,
} as const;

/** Reads the schema of a database. */
export async function schemaOf(server: PostgresServer, database: string): Promise<Schema> {
  const read = (sql: string) => server.query(sql, { database });
  return {
    columns: await read(questions.columns),
    constraints: await read(questions.constraints),
    indexes: await read(questions.indexes),
    views: await read(questions.views),
    comments: await read(questions.comments),
    rights: await read(questions.rights),
    migrations: await server.query<{ name: string; sha256: string }>(
      "SELECT name, sha256, applied_at FROM schema_migrations ORDER BY name",
      { database },
    ),
  };
}
