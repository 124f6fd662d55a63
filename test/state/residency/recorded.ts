import type { QueryableStore } from "../../../state/residency-audit";
import type { ZoneExpectation } from "../../../state/residency/expectation";
import { zoneTables } from "../../../state/residency/zone-tables";
import { hbaConfiguration } from "../../../state/hba";

/** What is expected of the zone of these rows. */
export const eu: ZoneExpectation = {
  zone: "eu",
  database: "nephoran_eu",
  regions: ["eu-west-1"],
  users: ["nephoran_eu_sync"],
  podCidrs: ["10.2.0.0/16"],
  bucket: "state-backups-eu",
};

export const allRegions = ["us-east-1", "eu-west-1", "ap-southeast-1", "us-west-2"];

type Rows = readonly object[];

const locality = (zone: string) => `region=eu-west-1,zone=eu-west-1${zone}`;
const AT_HOME = ["a", "b", "c"].map(locality);

const range = (id: string, start: string, end: string) => ({
  range_id: id,
  start_key: start,
  end_key: end,
  lease_holder_locality: locality("a"),
  replica_localities: AT_HOME,
});

const index = (table: string, name: string, columns: readonly string[]) =>
  columns.map((column_name) => ({ table_name: table, index_name: name, column_name }));

const schedule = (label: string, backup_type: number, statement: string) => ({
  label,
  command: JSON.stringify({ backup_statement: statement, backup_type }),
});

const OPTIONS =
  "WITH OPTIONS (revision_history = true, detached, execution locality = 'region=eu-west-1')";

/** Backups of both databases, each in its own bucket, as SHOW SCHEDULES shows them. */
export const schedules = {
  everywhere: schedule(
    "nephoran backup of nephoran 0a1b",
    0,
    "BACKUP DATABASE nephoran INTO 's3://state-backups/nephoran?AUTH=implicit&AWS_REGION=us-east-1' " +
      "WITH OPTIONS (detached, execution locality = 'region=us-east-1')",
  ),
  full: schedule(
    "nephoran backup of nephoran_eu 2c3d",
    0,
    `BACKUP DATABASE nephoran_eu INTO 's3://state-backups-eu/nephoran_eu?AUTH=implicit' ${OPTIONS}`,
  ),
  incremental: schedule(
    "nephoran backup of nephoran_eu 2c3d",
    1,
    `BACKUP DATABASE nephoran_eu INTO LATEST IN 's3://state-backups-eu/nephoran_eu?AUTH=implicit' ${OPTIONS}`,
  ),
};

/** A schedule of one's own, with the same options. */
export const scheduleOf = (statement: string) => schedule("by hand", 0, `${statement} ${OPTIONS}`);

/** The answers of a cluster in which everything is as promised, by the name of the check. */
export const compliant: Readonly<Record<string, Rows>> = {
  regions: [{ regions: ["eu-west-1"], primary_region: "eu-west-1" }],
  survival: [{ survival_goal: "zone" }],
  placement: [...zoneTables, "schema_migrations"].map((table_name) => ({
    table_name,
    locality: "REGIONAL BY TABLE IN PRIMARY REGION",
  })),
  "zone configurations": [
    {
      target: "DATABASE nephoran_eu",
      raw_config_sql:
        "ALTER DATABASE nephoran_eu CONFIGURE ZONE USING\n\trange_min_bytes = 134217728,\n" +
        "\tnum_replicas = 3,\n\tnum_voters = 3,\n\tconstraints = '{+region=eu-west-1: 1}',\n" +
        "\tvoter_constraints = '[+region=eu-west-1]',\n\tlease_preferences = '[[+region=eu-west-1]]'",
    },
  ],
  replicas: [range("71", "/Table/106", "/Table/107"), range("72", "/Table/107", "/Table/108")],
  "split keys": [
    range(
      "71",
      "<before:/Table/105>",
      '/Table/106/1/"\\x8c\\x01F\\"\\xc9\\xf7D\\x1a\\x90jZ\\xd4\\x0e\\xb5k\\x99"',
    ),
    range("72", '/Table/107/2/"eu-west-1"/2026-03-01T12:00:00Z', "…/<IndexMax>"),
    range("73", '/Table/108/1/"0001-roles.cockroachdb.sql"', "/Table/109/1/17"),
  ],
  keys: [
    ...index("intents", "intents_pkey", ["id"]),
    ...index("intents", "intents_by_change", ["updated_at"]),
    ...index("intent_regions", "intent_regions_pkey", ["intent_id", "region"]),
    ...index("sync_state", "sync_state_pkey", ["crdb_region", "region", "stream"]),
  ],
  histograms: [
    {
      create_statement:
        "CREATE TABLE public.intents (…) WITH (sql_stats_automatic_collection_enabled = false)",
      histograms: "0",
    },
  ],
  logins: [
    { "server.host_based_authentication.configuration": hbaConfiguration([{ ...eu, name: "eu" }]) },
  ],
  rights: [{ grantee: "admin" }, { grantee: "nephoran_eu_sync" }, { grantee: "root" }],
  backups: [schedules.everywhere, schedules.full, schedules.incremental],
};

/** What tells the questions apart. */
const questions: readonly (readonly [string, string])[] = [
  ["regions", "SHOW REGIONS FROM ALL DATABASES"],
  ["survival", "SHOW SURVIVAL GOAL"],
  ["placement", "SHOW TABLES"],
  ["zone configurations", "SHOW ALL ZONE CONFIGURATIONS"],
  ["replicas", "replica_localities"],
  ["split keys", "start_key"],
  ["keys", "pg_index"],
  ["histograms", "SHOW STATISTICS"],
  ["logins", "SHOW CLUSTER SETTING"],
  ["rights", "SHOW GRANTS"],
  ["backups", "SHOW SCHEDULES"],
];

/** A state store that answers with recorded rows, some of them changed. */
export const recordedStore = (
  changed: Readonly<Record<string, Rows>> = {},
): QueryableStore & { readonly asked: string[] } => {
  const asked: string[] = [];
  return {
    asked,
    rows: (sql) => {
      asked.push(sql);
      const [name] = questions.find(([, words]) => sql.includes(words)) ?? [];
      if (name === undefined) throw new Error(`Nothing is recorded for: ${sql}`);
      if (/'nephoran'|"nephoran"/.test(sql)) return Promise.resolve(ofAllRegions[name] ?? []);
      return Promise.resolve((changed[name] ?? compliant[name] ?? []) as readonly unknown[]);
    },
  };
};

const ofAllRegions: Readonly<Record<string, Rows>> = {
  regions: [{ regions: allRegions, primary_region: "us-east-1" }],
  survival: [{ survival_goal: "region" }],
};
