import { expect } from "chai";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backupStatements, scheduleLabel } from "../../state/backups";
import { hbaConfiguration } from "../../state/hba";
import { migrationFiles, regionsFiles } from "../../state/job-scripts";
import { migrationsOf } from "../../state/migration-files";
import { regionsTarget } from "./samples";

const [, zone] = regionsTarget.databases;

describe("the files of the state store's Jobs", () => {
  it("are the same every time, so that their hash names the Job", () => {
    expect(regionsFiles(regionsTarget)).to.deep.equal(regionsFiles(regionsTarget));
    const target = { database: "nephoran_eu", zone: "eu" };
    expect(migrationFiles(target)).to.deep.equal(migrationFiles(target));
  });

  it("fit into a ConfigMap, under keys that it takes", () => {
    for (const files of [
      regionsFiles(regionsTarget),
      migrationFiles({ database: "nephoran" }),
      migrationFiles({ database: "nephoran_eu", zone: "eu" }),
    ]) {
      for (const name of Object.keys(files)) expect(name).to.match(/^[-._a-zA-Z0-9]{1,253}$/);
      expect(Buffer.byteLength(JSON.stringify(files))).to.be.lessThan(200_000);
    }
  });

  it("name the zone's database and role in the zone's migrations, and nobody else's", () => {
    const files = migrationFiles({ database: "nephoran_eu_north", zone: "eu-north" });
    const sql = Object.entries(files)
      .filter(([name]) => name.endsWith(".sql"))
      .map(([, text]) => text)
      .join("");
    expect(
      sql.match(/"nephoran\w*"/g)?.filter((name, at, all) => all.indexOf(name) === at),
    ).to.deep.equal(['"nephoran_eu_north_sync"', '"nephoran_eu_north"']);
    expect(sql).to.not.match(/nephoran_(sync|traffic|dashboard|backup)/);
  });

  it("give no role a password", () => {
    for (const text of Object.values(migrationFiles({ database: "nephoran" }))) {
      expect(text).to.not.match(/PASSWORD (?!NULL)/);
    }
  });

  it("run migrations by number, and what only CockroachDB takes after what PostgreSQL takes too", () => {
    const folder = mkdtempSync(join(tmpdir(), "nephoran-migrations-"));
    try {
      mkdirSync(join(folder, "zone"));
      const names = [
        "0002-a.cockroachdb.sql",
        "0010-b.sql",
        "0002-a.sql",
        "0001-c.cockroachdb.sql",
      ];
      for (const name of names) writeFileSync(join(folder, "zone", name), "");
      expect(migrationsOf("zone", {}, folder).map(({ name }) => name)).to.deep.equal([
        "0001-c.cockroachdb.sql",
        "0002-a.sql",
        "0002-a.cockroachdb.sql",
        "0010-b.sql",
      ]);
      writeFileSync(join(folder, "zone", "12-x.sql"), "");
      expect(() => migrationsOf("zone", {}, folder)).to.throw(
        "migrations: 12-x.sql is not called NNNN-name.sql or NNNN-name.cockroachdb.sql.",
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("refuse a primary region that the database is not to have", () => {
    expect(() =>
      regionsFiles({ ...regionsTarget, databases: [{ ...zone, primary: "us-east-1" }] }),
    ).to.throw("The primary region us-east-1 of database nephoran_eu is not among its regions.");
  });

  it("refuse names and paths that a script could misread", () => {
    expect(() => migrationFiles({ database: "a b" })).to.throw('"a b" is no name');
    expect(() =>
      regionsFiles({ ...regionsTarget, databases: [{ ...zone, name: "../x" }] }),
    ).to.throw('"../x" is no name');
    expect(() => regionsFiles({ ...regionsTarget, license: { path: "/a b" } })).to.throw(
      '"/a b" is no path',
    );
  });

  it("leave the settings of somebody else's cluster alone", () => {
    const { databases, backups } = regionsTarget;
    const { plan = "", ...files } = regionsFiles({ databases, backups });
    expect(plan.split("\n")[0]).to.equal("run nephoran-create.sql");
    expect(Object.values(files).join("")).to.not.include("SET CLUSTER SETTING kv");
    expect(files).to.not.have.property("settings.sql");
  });

  it("keep the zone's database within the zone, and make it outlive a zone alone", () => {
    const { plan = "", ...files } = regionsFiles({ ...regionsTarget, databases: [zone] });
    expect(plan).to.equal(
      [
        "run settings.sql",
        "license /license/license",
        "run nephoran_eu-create.sql",
        "await eu-west-1",
        "below 1 nephoran_eu-count-regions.sql nephoran_eu-first-region.sql",
        "add eu-west-1 nephoran_eu-region-eu-west-1.sql",
        "run nephoran_eu-primary-region.sql",
        "run nephoran_eu-survival.sql",
        "run backup-nephoran_eu.sql",
        "",
      ].join("\n"),
    );
    expect(files["nephoran_eu-survival.sql"]).to.equal(
      'ALTER DATABASE "nephoran_eu" SURVIVE ZONE FAILURE;\n',
    );
    expect(Object.values(files).join("")).to.not.match(/us-(east|west)/);
  });
});

describe("who may log in from where", () => {
  it("is decided line by line: a zone's users from its pods, then from nowhere, then everybody", () => {
    const zones = [
      { name: "eu", users: ["nephoran_eu_sync"], podCidrs: ["10.2.0.0/16", "fd00:2::/48"] },
      { name: "ch", users: ["nephoran_ch_sync"], podCidrs: [] },
    ];
    expect(hbaConfiguration(zones)).to.equal(
      [
        "hostssl all nephoran_eu_sync 10.2.0.0/16 cert",
        "hostssl all nephoran_eu_sync fd00:2::/48 cert",
        "host all nephoran_eu_sync all reject",
        "host all nephoran_ch_sync all reject",
        "hostssl all all all cert",
        "",
      ].join("\n"),
    );
  });

  it("takes no user and no network that would be read as something else", () => {
    for (const user of ["all", "a b", "a,b", "+admins", ""]) {
      expect(() => hbaConfiguration([{ name: "eu", users: [user], podCidrs: [] }]), user).to.throw(
        "A rule for logins cannot be written for the user",
      );
    }
    for (const cidr of ["all", "10.0.0.0", "10.0.0.0/8 trust", "0.0.0.0/0\nhost"]) {
      expect(
        () => hbaConfiguration([{ name: "eu", users: ["u"], podCidrs: [cidr] }]),
        cidr,
      ).to.throw("A rule for logins needs a network in CIDR notation");
    }
  });
});

describe("schedules of backups", () => {
  const [, backup] = regionsTarget.backups;

  it("go to the database's bucket, from the region's own nodes", () => {
    const label = scheduleLabel(backup);
    expect(backupStatements("nephoran_eu", regionsTarget.backups)).to.equal(
      `CREATE SCHEDULE IF NOT EXISTS '${label}' FOR BACKUP DATABASE "nephoran_eu" INTO ` +
        "'s3://state-backups-eu/nephoran_eu?AUTH=implicit&AWS_REGION=eu-west-1" +
        "&AWS_ENDPOINT=https%3A%2F%2Fobjects.eu.example' " +
        "WITH revision_history, EXECUTION LOCALITY = 'region=eu-west-1' " +
        "RECURRING '*/30 * * * *' FULL BACKUP '30 1 * * *' WITH SCHEDULE OPTIONS first_run = 'now';\n" +
        "DROP SCHEDULES WITH x AS (SHOW SCHEDULES) SELECT id FROM x WHERE " +
        `left(label, 31) = 'nephoran backup of nephoran_eu ' AND label <> '${label}';\n`,
    );
  });

  it("have another label as soon as they do anything else, so that the old one goes", () => {
    const labels = [
      backup,
      { ...backup, bucket: "another" },
      { ...backup, full: "0 0 * * *" },
      { ...backup, executedIn: "eu-central-1" },
    ].map(scheduleLabel);
    expect(new Set(labels).size).to.equal(4);
  });

  it("are dropped for a database without a backup, and for no other", () => {
    expect(backupStatements("nephoran", [backup])).to.equal(
      "DROP SCHEDULES WITH x AS (SHOW SCHEDULES) SELECT id FROM x WHERE " +
        "left(label, 28) = 'nephoran backup of nephoran ';\n",
    );
  });
});
