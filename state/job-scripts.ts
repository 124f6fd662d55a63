import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type DatabaseBackup, backupStatements } from "./backups";
import { hbaConfiguration, type ZoneUsers } from "./hba";
import { migrationsOf } from "./migration-files";
import { plainName, regionSteps, type RegionsOfDatabase } from "./region-steps";
import { settingStatements } from "./cluster-settings";
import { zoneSyncUser } from "./roles";

/** Files of a ConfigMap, by name. */
export type JobFiles = Readonly<Record<string, string>>;

/** A database that is brought to its newest version. */
export interface MigrationTarget {
  /** Such as nephoran or nephoran_eu. */
  readonly database: string;
  /** Residency zone whose database it is; absent: the database of all regions. */
  readonly zone?: string;
}

/**
 * Files of the Job that brings a database to its newest version; it runs `sh migrate.sh` in their
 * folder. The Job comes after the one of `regionsFiles`, which gives the database its regions.
 *
 * The environment says where the database is, in CockroachDB's own variables: `COCKROACH_HOST`
 * (host:port), `COCKROACH_CERTS_DIR` and, unless it is root, `COCKROACH_USER`. `WAIT_SECONDS` bounds
 * the wait for the database, 300 unless set. Nothing is written to disk.
 *
 * Exit codes: 0 done; 1 a statement failed; 2 not reachable; 3 an applied file has changed since;
 * 64 the files or the environment are wrong.
 */
export function migrationFiles({ database, zone }: MigrationTarget): JobFiles {
  const kind = zone === undefined ? "nephoran" : "zone";
  const variables = { database, ...(zone !== undefined && { zone_sync: zoneSyncUser(zone) }) };
  const migrations = migrationsOf(kind, variables);
  return {
    "migrate.sh": script("migrate.sh"),
    "connection.sh": script("connection.sh"),
    database: `${plainName(database)}\n`,
    "schema-migrations.sql": script("schema-migrations.sql"),
    manifest: migrations.map(({ name, sha256 }) => `${name} ${sha256}\n`).join(""),
    ...Object.fromEntries(migrations.map(({ name, sql }) => [name, sql])),
  };
}

/** What the Job that reconciles regions brings about. */
export interface RegionsTarget {
  /** Databases that the region answers for, each with the regions that it is to have. */
  readonly databases: readonly RegionsOfDatabase[];
  /**
   * All residency zones of the topology: who may log in from where is one setting of the cluster.
   * Absent: the cluster is somebody else's, and keeps its settings.
   */
  readonly zones?: readonly ZoneUsers[];
  /** File with the licence, such as a mounted Secret's; absent: the cluster keeps what it has. */
  readonly license?: { readonly path: string };
  /** Backups of these databases; a database without one loses the schedule that it had. */
  readonly backups: readonly DatabaseBackup[];
}

/**
 * Files of the Job that gives databases their regions, survival goals and backups, and the cluster its
 * settings; it runs `sh regions.sh` in their folder. It makes the databases, so it comes before the
 * migrations.
 *
 * The environment is that of `migrationFiles`. `REGION_WAIT_SECONDS` bounds the wait for regions whose
 * nodes have not joined, 600 for all of them together unless set.
 *
 * Exit codes: 0 done; 1 a statement failed; 2 not reachable; 4 regions are missing, and the
 * message says whether everything else is done; 64 the files or the environment are wrong.
 */
export function regionsFiles({ databases, zones, license, backups }: RegionsTarget): JobFiles {
  const settings = zones && settingStatements(hbaConfiguration(zones));
  const regions = databases.flatMap(regionSteps);
  const schedules = databases.map(({ name }) => ({
    file: `backup-${plainName(name)}.sql`,
    sql: backupStatements(name, backups),
  }));
  const plan = [
    ...(settings === undefined ? [] : ["run settings.sql"]),
    ...(license === undefined ? [] : [`license ${pathOf(license.path)}`]),
    ...regions.map(({ step }) => step),
    ...schedules.map(({ file }) => `run ${file}`),
  ];
  return {
    "regions.sh": script("regions.sh"),
    "connection.sh": script("connection.sh"),
    plan: plan.map((line) => `${line}\n`).join(""),
    ...(settings !== undefined && { "settings.sql": settings }),
    ...Object.fromEntries(regions.map(({ file, sql }) => [file, sql])),
    ...Object.fromEntries(schedules.map(({ file, sql }) => [file, sql])),
  };
}

const script = (name: string): string => readFileSync(join(__dirname, "scripts", name), "utf8");

function pathOf(path: string): string {
  if (/^\/[\w./-]+$/.test(path)) return path;
  throw new Error(`${JSON.stringify(path)} is no path that the state store's scripts can carry.`);
}
