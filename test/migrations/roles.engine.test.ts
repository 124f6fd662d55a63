import { expect } from "chai";
import { migrationFiles } from "../../state/job-scripts";
import { roles, zoneSyncUser } from "../../state/roles";
import { runMigrations } from "./migration-job";
import { PostgresServer } from "./postgres";

const CLOCK = "1700000000000";
const ID = "'00000000-0000-4000-8000-000000000001'";
const OTHER = "'00000000-0000-4000-8000-000000000002'";
const HASH = "decode(repeat('ab', 32), 'hex')";

const intent = (id: string) =>
  `INSERT INTO intents (id, owner_region, namespace, name, generation, spec, spec_sha256, clock_ms)
   VALUES (${id}, 'us-east-1', 'nephoran-system', 'amf', 1, '{}', ${HASH}, ${CLOCK})`;
const failover = (id: string) =>
  `INSERT INTO failover_events
     (id, entry_region, region, kind, reason, weights_before, weights_after, occurred_at)
   VALUES (${id}, 'us-east-1', 'eu-west-1', 'failover', 'success rate 0.91 < 0.95', '{}', '{}', now())`;

const DENIED = "42501";
const zone = zoneSyncUser("eu");

describe("the roles of the state store, on a real PostgreSQL", function () {
  this.timeout(60_000);
  let server: PostgresServer;

  before(async () => {
    server = await PostgresServer.start();
    for (const target of [{ database: "nephoran" }, { database: "nephoran_eu", zone: "eu" }]) {
      await server.query(`CREATE DATABASE ${target.database}`);
      const { exitCode, stderr } = await runMigrations(migrationFiles(target));
      expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: "" });
    }
    await server.query(intent(ID), { database: "nephoran" });
  });
  after(async () => {
    await server.stop();
  });

  /** The SQLSTATE that a statement ends with; "00000" when it is done. */
  async function sqlState(user: string, database: string, sql: string): Promise<string> {
    try {
      await server.query(sql, { user, database });
      return "00000";
    } catch (error) {
      return (error as { code: string }).code;
    }
  }

  const allowed: readonly (readonly [string, string, string])[] = [
    [roles.sync, "nephoran", intent(OTHER)],
    [roles.sync, "nephoran", "UPDATE intents SET deleted_at = now()"],
    [
      roles.sync,
      "nephoran",
      `INSERT INTO intent_regions (intent_id, region, clock_ms) VALUES (${ID}, 'eu-west-1', ${CLOCK})`,
    ],
    [roles.sync, "nephoran", "SELECT * FROM failover_events"],
    [roles.traffic, "nephoran", failover(ID)],
    [roles.dashboard, "nephoran", "SELECT * FROM region_metrics"],
    [roles.dashboard, "nephoran", "SELECT * FROM intent_counts"],
    [roles.dashboard, "nephoran", "SELECT * FROM failover_counts"],
    [roles.dashboard, "nephoran", "SELECT * FROM deployment_counts"],
    [roles.dashboard, "nephoran", "SELECT * FROM sync_overview"],
    [zone, "nephoran_eu", intent(ID)],
  ];
  for (const [role, database, sql] of allowed) {
    it(`lets ${role} in ${database} run: ${shown(sql)}`, async () => {
      expect(await sqlState(role, database, sql)).to.equal("00000");
    });
  }

  const denied: readonly (readonly [string, string, string])[] = [
    ...["intents", "intent_regions", "config_entries", "deployments", "sync_state"].map(
      (table) => [roles.sync, "nephoran", `DELETE FROM ${table}`] as const,
    ),
    [roles.sync, "nephoran", failover(OTHER)],
    [roles.sync, "nephoran", "UPDATE failover_events SET reason = 'none'"],
    [roles.sync, "nephoran", "DELETE FROM schema_migrations"],
    [roles.sync, "nephoran", "CREATE TABLE mine (id INT8)"],
    [roles.sync, "nephoran", "DROP TABLE intents"],
    [roles.sync, "nephoran_eu", "SELECT 1"],
    [roles.traffic, "nephoran", "SELECT * FROM failover_events"],
    [roles.traffic, "nephoran", "UPDATE failover_events SET reason = 'none'"],
    [roles.traffic, "nephoran", "DELETE FROM failover_events"],
    [roles.traffic, "nephoran", "SELECT * FROM intents"],
    [roles.dashboard, "nephoran", "SELECT * FROM intents"],
    [roles.dashboard, "nephoran", "SELECT * FROM deployments"],
    [roles.dashboard, "nephoran", failover(OTHER)],
    [roles.backup, "nephoran", "SELECT * FROM intents"],
    [zone, "nephoran", "SELECT 1"],
    [zone, "nephoran_eu", "DELETE FROM intents"],
  ];
  for (const [role, database, sql] of denied) {
    it(`does not let ${role} in ${database} run: ${shown(sql)}`, async () => {
      expect(await sqlState(role, database, sql)).to.equal(DENIED);
    });
  }

  it("tells the traffic controller that an event is there already", async () => {
    await sqlState(roles.traffic, "nephoran", failover(ID));
    expect(await sqlState(roles.traffic, "nephoran", failover(ID))).to.equal("23505");
  });

  it("shows dashboards counts, and nothing of an intent that is gone or no longer wanted", async () => {
    const counts = () =>
      server.query("SELECT * FROM intent_counts", { user: roles.dashboard, database: "nephoran" });
    await server.query(
      `UPDATE intents SET deleted_at = NULL WHERE id = ${ID};
       INSERT INTO intent_regions (intent_id, region, clock_ms) VALUES
         (${ID}, 'us-west-2', ${CLOCK}), (${ID}, 'ap-southeast-1', ${CLOCK}) ON CONFLICT DO NOTHING;
       DELETE FROM intent_regions WHERE region = 'eu-west-1';
       UPDATE intent_regions SET wanted = false WHERE region = 'ap-southeast-1'`,
      { database: "nephoran" },
    );
    expect(await counts()).to.deep.equal([
      {
        owner_region: "us-east-1",
        region: "us-west-2",
        phase: "pending",
        intents: "1",
        behind: "1",
      },
    ]);
    await server.query(`UPDATE intents SET deleted_at = now() WHERE id = ${ID}`, {
      database: "nephoran",
    });
    expect(await counts()).to.deep.equal([]);
  });

  const refused: readonly (readonly [string, string, string])[] = [
    [
      "a metric that is not a number",
      "23514",
      `INSERT INTO region_metrics (region, metric, window_start, window_seconds, value, samples)
       VALUES ('us-east-1', 'success', now(), 60, 'NaN', 1)`,
    ],
    ["a generation below 1", "23514", `UPDATE intents SET generation = 0 WHERE id = ${ID}`],
    ["a hash of another length", "23514", "UPDATE intents SET spec_sha256 = decode('ab', 'hex')"],
    [
      "an applied generation without its time",
      "23514",
      "UPDATE intent_regions SET applied_generation = 1",
    ],
    ["an unknown phase", "23514", "UPDATE intent_regions SET phase = 'gone'"],
    ["the end of an intent that regions refer to", "23503", `DELETE FROM intents WHERE id = ${ID}`],
  ];
  for (const [what, code, sql] of refused) {
    it(`refuses ${what}, whoever says it`, async () => {
      expect(await sqlState("root", "nephoran", sql)).to.equal(code);
    });
  }

  it("has no column in any key or index of the zone's database that may hold personal data", async () => {
    const rows = (sql: string) =>
      server.query<{ column: string }>(sql, { database: "nephoran_eu" });
    const may = `FROM pg_description
      JOIN pg_attribute ON attrelid = objoid AND attnum = objsubid
      WHERE description = 'May hold personal data; never indexed.'`;
    const name = `attrelid::regclass::text || '.' || attname AS column`;
    const personal = await rows(`SELECT ${name} ${may} ORDER BY 1`);
    expect(personal.map(({ column }) => column)).to.deep.equal([
      "deployments.detail",
      "intent_regions.status",
      "intent_regions.status_sha256",
      "intents.name",
      "intents.namespace",
      "intents.spec",
      "intents.spec_sha256",
    ]);
    const indexed = await rows(`SELECT ${name} ${may} AND EXISTS
      (SELECT FROM pg_index WHERE indrelid = attrelid AND attnum = ANY (indkey::int2[]))`);
    expect(indexed).to.deep.equal([]);
  });
});

function shown(sql: string): string {
  return sql.replaceAll(/\s+/g, " ").slice(0, 50);
}
