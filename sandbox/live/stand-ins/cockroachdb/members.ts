import type { Client } from "pg";

/** A node of the state store, as the others know it. */
export interface Member {
  /** Host and port that it is known by in other regions. */
  readonly address: string;
  readonly region: string;
  readonly zone: string;
  readonly startedAt: Date;
}

/** What a node of the region knows of the whole cluster. */
export interface KnownMember extends Member {
  readonly id: number;
  readonly seenAt: Date;
  readonly isLive: boolean;
}

/** Silence after which a node counts as dead, in seconds: CockroachDB takes nine. */
const DEAD_AFTER_SECONDS = 9;

/** How a region's part became part of the cluster: initialised here, or told by another region. */
export type Beginning = "initialised" | "joined";

/** Makes what nodes tell each other by; may be repeated. */
export async function makeMemberTables(client: Client): Promise<void> {
  await client.query(`
    CREATE SCHEMA IF NOT EXISTS stand_in;
    CREATE TABLE IF NOT EXISTS stand_in.members (
      id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      address TEXT NOT NULL UNIQUE,
      region TEXT NOT NULL,
      zone TEXT NOT NULL,
      started_at TIMESTAMPTZ NOT NULL,
      seen_at TIMESTAMPTZ NOT NULL
    );
    CREATE TABLE IF NOT EXISTS stand_in.beginning (
      is_there BOOLEAN PRIMARY KEY DEFAULT true CHECK (is_there),
      how TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS stand_in.database_regions (
      database TEXT NOT NULL,
      region TEXT NOT NULL,
      PRIMARY KEY (database, region)
    )`);
}

/** Says that a node is there. */
export async function report(client: Client, member: Member, seenAt = new Date()): Promise<void> {
  await client.query(
    `INSERT INTO stand_in.members (address, region, zone, started_at, seen_at)
       VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (address) DO UPDATE SET zone = $3, started_at = $4, seen_at = $5
       WHERE stand_in.members.seen_at <= $5`,
    [member.address, member.region, member.zone, member.startedAt, seenAt],
  );
}

/** All nodes that have ever been seen, in the order of their numbers. */
export async function members(client: Client): Promise<KnownMember[]> {
  const { rows } = await client.query<KnownMember>(
    `SELECT id, address, region, zone, started_at AS "startedAt", seen_at AS "seenAt",
       seen_at > now() - make_interval(secs => $1) AS "isLive"
       FROM stand_in.members ORDER BY id`,
    [DEAD_AFTER_SECONDS],
  );
  return rows;
}

/** How the region's part became part of the cluster; undefined while it has not. */
export async function beginning(client: Client): Promise<Beginning | undefined> {
  const { rows } = await client.query<{ how: Beginning }>("SELECT how FROM stand_in.beginning");
  return rows[0]?.how;
}

/** @returns whether it had not begun before. */
export async function begin(client: Client, how: Beginning): Promise<boolean> {
  const { rowCount } = await client.query(
    "INSERT INTO stand_in.beginning (how) VALUES ($1) ON CONFLICT DO NOTHING",
    [how],
  );
  return rowCount === 1;
}
