import { expect } from "chai";
import {
  inPostgres,
  statementsOf,
} from "../../../../../sandbox/live/stand-ins/cockroachdb/statements";
import { migrationFiles, regionsFiles } from "../../../../../state/job-scripts";

/** All SQL that the Jobs of the state store run, but for what both databases take. */
const files = {
  ...regionsFiles({
    databases: [
      { name: "nephoran", primary: "us-east-1", regions: ["us-east-1"], survives: "region" },
      { name: "nephoran_eu", primary: "eu-west-1", regions: ["eu-west-1"], survives: "zone" },
    ],
    zones: [{ name: "eu", users: ["nephoran_eu_sync"], podCidrs: ["10.2.0.0/16"] }],
    backups: [],
  }),
  ...migrationFiles({ database: "nephoran_eu", zone: "eu" }),
  ...migrationFiles({ database: "nephoran" }),
};

describe("CockroachDB's SQL on PostgreSQL", () => {
  it("leaves out what only a cluster of CockroachDB has", () => {
    const out = [
      "SET CLUSTER SETTING kv.rangefeed.enabled = true",
      'ALTER DATABASE "nephoran" SURVIVE REGION FAILURE',
      "ALTER TABLE intents SET LOCALITY REGIONAL BY ROW",
      "ALTER TABLE t SET (sql_stats_automatic_collection_enabled = false)",
      "ALTER TABLE t SET (ttl_expiration_expression = 'x', ttl_job_cron = '@daily')",
      'GRANT BACKUP ON DATABASE "nephoran" TO nephoran_backup',
      "DROP SCHEDULES WITH x AS (SHOW SCHEDULES) SELECT id FROM x WHERE left(label, 2) = 'a'",
      "CREATE SCHEDULE IF NOT EXISTS 'a' FOR BACKUP DATABASE b INTO 's3://c'",
    ];
    for (const statement of out) {
      expect(inPostgres(statement), statement).to.deep.equal({ kind: "nothing" });
    }
  });

  it("makes databases and roles, and keeps the regions of a database in a table", () => {
    expect(inPostgres('CREATE DATABASE IF NOT EXISTS "nephoran"')).to.deep.equal({
      kind: "create-database",
      database: "nephoran",
    });
    const role = inPostgres('-- Why.\nCREATE ROLE IF NOT EXISTS "a_b" WITH LOGIN PASSWORD NULL');
    expect(JSON.stringify(role)).to.contain('CREATE ROLE \\"a_b\\" WITH LOGIN PASSWORD NULL');
    const region = inPostgres('ALTER DATABASE "nephoran" SET PRIMARY REGION "us-east-1"');
    expect(JSON.stringify(region)).to.contain("VALUES ('nephoran', 'us-east-1')");
  });

  it("takes who may log in from where as it is: both have the same form", () => {
    const lines =
      "hostssl all a 10.2.0.0/16 cert\nhost all a all reject\nhostssl all all all cert\n";
    const statement = `SET CLUSTER SETTING server.host_based_authentication.configuration = '${lines}'`;
    expect(inPostgres(statement)).to.deep.equal({ kind: "logins", lines });
  });

  it("leaves nothing of CockroachDB in what the Jobs run", () => {
    const sql = Object.entries(files).filter(([name]) => name.endsWith(".sql"));
    const statements = sql.flatMap(([, text]) => statementsOf(text));
    const run = statements.map(inPostgres).flatMap((it) => (it.kind === "run" ? [it.sql] : []));
    const words = /CLUSTER SETTING|LOCALITY|SHOW |SURVIVE|PRIMARY REGION|SCHEDULE|BACKUP ON|ttl_/;
    expect(run.filter((statement) => words.test(statement))).to.deep.equal([]);
    expect(run.length).to.be.greaterThan(20);
  });
});
