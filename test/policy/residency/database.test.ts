import { expect } from "chai";
import { databaseLogins } from "../../../policy/residency/database-logins";
import { databaseRegions } from "../../../policy/residency/database-regions";
import { databaseSurvival } from "../../../policy/residency/database-survival";
import { databaseTargets } from "../../../policy/residency/database-targets";
import { personalColumns } from "../../../policy/residency/personal-columns";
import type { ResourceRule } from "../../../policy/rule";
import { backupStatements, type DatabaseBackup } from "../../../state/backups";
import { migrationFiles, regionsFiles } from "../../../state/job-scripts";
import { contextOf, problemsOf, resourceOf } from "../judge";

const files = (data: unknown, type = "kubernetes:core/v1:ConfigMap") =>
  resourceOf(type, "files", { data });
const sql = (text: unknown, more: object = {}) => files({ "a.sql": text, ...more });
const found = (rule: ResourceRule, text: unknown, region = "eu-west-1") =>
  problemsOf(rule, [sql(text)], region);

const zone = {
  name: "nephoran_eu",
  primary: "eu-west-1",
  regions: ["eu-west-1"],
  survives: "zone",
} as const;
const backup: DatabaseBackup = {
  database: "nephoran_eu",
  executedIn: "eu-west-1",
  bucket: "eu-backups",
  endpoint: "s3.amazonaws.com",
  bucketRegion: "eu-west-1",
  full: "30 1 * * *",
  incremental: "*/30 * * * *",
};
const users = [{ name: "eu", users: ["nephoran_eu_sync"], podCidrs: ["10.2.0.0/16"] }];

describe("what the project does with a zone's database", () => {
  it("is what the rules ask for", () => {
    const own = [
      files(regionsFiles({ databases: [zone], zones: users, backups: [backup] })),
      files(migrationFiles({ database: "nephoran_eu", zone: "eu" })),
    ];
    for (const rule of [
      ...[databaseRegions, databaseSurvival, databaseTargets, databaseLogins, personalColumns],
    ]) {
      expect(problemsOf(rule, own, "eu-west-1"), rule.id).to.deep.equal([]);
    }
  });
});

describe("rules about SQL", () => {
  const all = [databaseRegions, databaseSurvival, databaseTargets, databaseLogins, personalColumns];

  it("refuse a file that only a deployment can tell", () => {
    for (const rule of all) {
      expect(found(rule, undefined), rule.id).to.deep.equal([
        "Cannot be decided before deployment: data.a.sql is unknown until deployed. Use plain configuration there.",
      ]);
    }
  });

  it("leave other kinds, and files that are no SQL, alone", () => {
    const bad = 'ALTER DATABASE "nephoran_eu" ADD REGION "us-east-1"; BACKUP INTO \'s3://x\';';
    const others = [files({ "a.sql": bad }, "kubernetes:core/v1:Secret"), files({ readme: bad })];
    for (const rule of all) {
      expect(problemsOf(rule, others, "eu-west-1"), rule.id).to.deep.equal([]);
    }
  });
});

describe("residency-database-regions", () => {
  const at = "data.a.sql gives nephoran_eu the region";

  it("refuses a region outside of the zone, however it is given", () => {
    for (const statement of [
      'ALTER DATABASE "nephoran_eu" ADD REGION IF NOT EXISTS "us-east-1";',
      "alter database nephoran_eu\n  set primary region 'x';\nALTER DATABASE nephoran_eu SET PRIMARY REGION \"us-east-1\";",
      'CREATE DATABASE nephoran_eu PRIMARY REGION "eu-west-1" REGIONS "eu-west-1", "us-east-1";',
      'ALTER DATABASE nephoran_eu SET SECONDARY REGION "us-east-1"',
    ]) {
      expect(found(databaseRegions, statement), statement).to.deep.equal([
        `${at} us-east-1, which is not in the zone eu (eu-west-1).`,
      ]);
    }
  });

  it("refuses that another region makes it", () => {
    expect(
      found(databaseRegions, 'CREATE DATABASE IF NOT EXISTS "nephoran_eu";', "us-east-1"),
    ).to.deep.equal([
      "data.a.sql changes nephoran_eu from us-east-1, which is not in the zone eu (eu-west-1).",
    ]);
  });

  it("lets the database of all regions have them all", () => {
    expect(
      found(databaseRegions, 'ALTER DATABASE "nephoran" ADD REGION "eu-west-1";', "us-east-1"),
    ).to.deep.equal([]);
    expect(found(databaseRegions, "-- ALTER DATABASE nephoran_eu ADD REGION x")).to.deep.equal([]);
  });
});

describe("residency-database-survival", () => {
  it("refuses a goal for which the zone has too few regions", () => {
    expect(
      found(databaseSurvival, "ALTER DATABASE nephoran_eu SURVIVE REGION FAILURE;"),
    ).to.deep.equal([
      "data.a.sql lets nephoran_eu survive a region's failure, for which the zone eu (eu-west-1) has too few regions.",
    ]);
    expect(
      found(databaseSurvival, "ALTER DATABASE nephoran_eu SURVIVE ZONE FAILURE;"),
    ).to.deep.equal([]);
    expect(
      found(databaseSurvival, "ALTER DATABASE nephoran SURVIVE REGION FAILURE;"),
    ).to.deep.equal([]);
  });

  it("refuses what places replicas past the database's regions", () => {
    const placed = "ALTER TABLE intents CONFIGURE ZONE USING constraints = '[+region=us-east-1]';";
    const migration = sql(placed, { database: "nephoran_eu\n" });
    expect(problemsOf(databaseSurvival, [migration], "eu-west-1")).to.deep.equal([
      "data.a.sql places replicas of nephoran_eu by hand: ALTER TABLE intents CONFIGURE ZONE USING constraints = '[+region=us-east-1]'.",
    ]);
    expect(
      found(
        databaseSurvival,
        "ALTER DATABASE nephoran_eu CONFIGURE ZONE USING gc.ttlseconds = 600;",
      ),
    ).to.deep.equal([]);
    expect(
      found(
        databaseSurvival,
        'ALTER DATABASE nephoran_eu ADD SUPER REGION "x" VALUES "eu-west-1";',
      ),
    ).to.have.length(1);
  });
});

describe("residency-database-targets", () => {
  const target = (more: Partial<DatabaseBackup>, region = "eu-west-1") =>
    found(databaseTargets, backupStatements(backup.database, [{ ...backup, ...more }]), region);

  it("refuses a bucket, an endpoint or nodes outside of the zone", () => {
    expect(target({ bucketRegion: "us-east-1" })).to.deep.equal([
      "data.a.sql copies nephoran_eu to eu-backups, which is in us-east-1, outside of the zone eu (eu-west-1).",
    ]);
    expect(target({ endpoint: "s3.us-east-1.amazonaws.com" })).to.deep.equal([
      "data.a.sql copies nephoran_eu to eu-backups, which is asked for in us-east-1, outside of the zone eu (eu-west-1).",
    ]);
    expect(target({ executedIn: "us-east-1" })).to.deep.equal([
      "data.a.sql has nephoran_eu copied by nodes of us-east-1, outside of the zone eu (eu-west-1).",
    ]);
  });

  it("refuses a store of which nobody can tell where it is, unless it is listed", () => {
    const away = sql("BACKUP DATABASE nephoran_eu INTO 'gs://eu-backups/x?AUTH=implicit';");
    expect(problemsOf(databaseTargets, [away], "eu-west-1")).to.deep.equal([
      "data.a.sql copies nephoran_eu to eu-backups, which is in no region that anybody can tell.",
    ]);
    const listed = contextOf("eu-west-1", { zoneHosts: { eu: ["eu-backups"] } });
    expect(problemsOf(databaseTargets, [away], listed)).to.deep.equal([]);
  });

  it("lets a place be inside that a team says is", () => {
    const statements = backupStatements("nephoran_eu", [
      { ...backup, bucketRegion: "eu-central-1" },
    ]);
    const context = contextOf("eu-west-1", { zonePlaces: { eu: ["eu-central-1"] } });
    expect(problemsOf(databaseTargets, [sql(statements)], context)).to.deep.equal([]);
    expect(found(databaseTargets, statements)).to.have.length(1);
  });

  it("refuses a copy of the whole cluster, and one by another region's stack", () => {
    expect(
      found(databaseTargets, "BACKUP INTO 's3://all?AWS_REGION=us-east-1';", "us-east-1"),
    ).to.deep.equal([
      "data.a.sql copies every database of the cluster, those of residency zones too.",
    ]);
    expect(target({ bucketRegion: "us-east-1" }, "us-east-1")).to.have.length(1);
  });

  it("refuses exports and changefeeds that leave", () => {
    expect(
      found(
        databaseTargets,
        "EXPORT INTO CSV 's3://out?AWS_REGION=us-east-1' FROM TABLE nephoran_eu.intents;",
      ),
    ).to.have.length(1);
  });

  it("leaves the database of all regions to its primary", () => {
    const statements = backupStatements("nephoran", [
      { ...backup, database: "nephoran", executedIn: "us-east-1", bucketRegion: "us-east-1" },
    ]);
    expect(found(databaseTargets, statements, "us-east-1")).to.deep.equal([]);
  });
});

describe("residency-database-logins", () => {
  const setting = (...lines: string[]) =>
    `SET CLUSTER SETTING server.host_based_authentication.configuration = '${lines.join("\n")}\n';`;
  const outside = "which is not in the zone eu (eu-west-1).";

  it("refuses networks that are not the zone's pods", () => {
    const open = setting(
      "hostssl all nephoran_eu_sync 10.0.0.0/8 cert",
      "host all nephoran_eu_sync all reject",
    );
    expect(found(databaseLogins, open, "us-east-1")).to.deep.equal([
      `data.a.sql lets nephoran_eu_sync log in from 10.0.0.0/8, ${outside}`,
    ]);
  });

  it("refuses a line for all that comes before the refusal, or a refusal that never comes", () => {
    const all = "hostssl all all all cert";
    expect(
      found(databaseLogins, setting(all, "host all nephoran_eu_sync all reject")),
    ).to.deep.equal([`data.a.sql lets nephoran_eu_sync log in from all, ${outside}`]);
    expect(found(databaseLogins, setting(all))).to.deep.equal([
      "data.a.sql never rejects nephoran_eu_sync, who may then log in from outside of the zone eu (eu-west-1).",
    ]);
  });
});

describe("residency-personal-columns", () => {
  const migration = (statements: readonly string[], database = "nephoran_eu") =>
    sql(statements.map((statement) => `${statement};\n`).join(""), { database: `${database}\n` });
  const comment = "COMMENT ON COLUMN intents.name IS 'May hold personal data; never indexed.'";
  const quiet = "ALTER TABLE intents SET (sql_stats_automatic_collection_enabled = false)";

  it("refuses a key or an index of such a column", () => {
    for (const statement of [
      "CREATE INDEX IF NOT EXISTS by_name ON intents (updated_at, name)",
      "CREATE UNIQUE INDEX by_name ON intents (lower(name))",
      "CREATE TABLE IF NOT EXISTS intents (id UUID PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
      "CREATE TABLE intents (id UUID, name TEXT, PRIMARY KEY (id, name))",
    ]) {
      expect(
        problemsOf(personalColumns, [migration([comment, quiet, statement])], "eu-west-1"),
        statement,
      ).to.deep.equal([
        "data.a.sql makes intents.name part of a key, and it may hold personal data.",
      ]);
    }
  });

  it("refuses statistics of its table", () => {
    expect(problemsOf(personalColumns, [migration([comment])], "eu-west-1")).to.deep.equal([
      "Statistics of intents are collected, which may hold personal data.",
    ]);
  });

  it("leaves databases of no zone alone", () => {
    expect(
      problemsOf(personalColumns, [migration([comment], "nephoran")], "us-east-1"),
    ).to.deep.equal([]);
  });
});
