import { createHash } from "node:crypto";
import { identifier, literal } from "./sql-text";

/** Where and when a database is backed up. */
export interface DatabaseBackup {
  readonly database: string;
  /** Region whose nodes read and write the backup. */
  readonly executedIn: string;
  /** Name of an S3 bucket; for a residency zone's database it is one within the zone. */
  readonly bucket: string;
  /** Host of the S3 API, on port 443. */
  readonly endpoint: string;
  /** The bucket's region, as the S3 API knows it. */
  readonly bucketRegion: string;
  /** When a full backup is made: a cron schedule of five fields, UTC. */
  readonly full: string;
  /** When what has changed is added to it: a cron schedule of five fields, UTC. */
  readonly incremental: string;
}

const AMAZON = "s3.amazonaws.com";

/** What every label of a database's schedules begins with. */
export const scheduleLabelPrefix = (database: string): string => `nephoran backup of ${database} `;

/**
 * A schedule's label. It changes with whatever the schedule does, because a schedule that is there is
 * not changed by making it again.
 */
export const scheduleLabel = (backup: DatabaseBackup): string =>
  scheduleLabelPrefix(backup.database) +
  createHash("sha256").update(schedule(backup)).digest("hex").slice(0, 12);

/** Where backups go. The right to the bucket comes from the pods' cloud identity, never from here. */
export function backupUrl({ bucket, database, bucketRegion, endpoint }: DatabaseBackup): string {
  const query = new URLSearchParams({ AUTH: "implicit", AWS_REGION: bucketRegion });
  if (endpoint !== AMAZON) query.set("AWS_ENDPOINT", `https://${endpoint}`);
  return `s3://${encodeURIComponent(bucket)}/${encodeURIComponent(database)}?${query.toString()}`;
}

/**
 * Makes a database's schedule, then drops those of ours that did it before; without a backup it only
 * drops them. Backups that were made stay. The text may be repeated.
 */
export function backupStatements(database: string, backups: readonly DatabaseBackup[]): string {
  const backup = backups.find((candidate) => candidate.database === database);
  const prefix = scheduleLabelPrefix(database);
  const ours = `left(label, ${prefix.length}) = ${literal(prefix)}`;
  const outdated = backup === undefined ? "" : ` AND label <> ${literal(scheduleLabel(backup))}`;
  return [
    ...(backup === undefined
      ? []
      : [`CREATE SCHEDULE IF NOT EXISTS ${literal(scheduleLabel(backup))} ${schedule(backup)};\n`]),
    `DROP SCHEDULES WITH x AS (SHOW SCHEDULES) SELECT id FROM x WHERE ${ours}${outdated};\n`,
  ].join("");
}

const schedule = (backup: DatabaseBackup): string =>
  [
    `FOR BACKUP DATABASE ${identifier(backup.database)} INTO ${literal(backupUrl(backup))}`,
    `WITH revision_history, EXECUTION LOCALITY = ${literal(`region=${backup.executedIn}`)}`,
    `RECURRING ${literal(backup.incremental)} FULL BACKUP ${literal(backup.full)}`,
    "WITH SCHEDULE OPTIONS first_run = 'now'",
  ].join(" ");
