import { expect } from "chai";
import { createHash } from "node:crypto";
import { type JobFiles, migrationFiles } from "../../state/job-scripts";
import { runMigrations } from "./migration-job";
import { PostgresServer } from "./postgres";
import { type Schema, schemaOf } from "./schema";

const kinds = [
  { title: "the database of all regions", files: migrationFiles({ database: "nephoran" }) },
  {
    title: "the database of a residency zone",
    files: migrationFiles({ database: "nephoran_eu", zone: "eu" }),
  },
];

describe("migrate.sh on a real PostgreSQL, with a stand-in for cockroach", function () {
  this.timeout(180_000);
  let server: PostgresServer;
  const schemas = new Map<string, Schema>();

  before(async () => {
    server = await PostgresServer.start();
  });
  after(async () => {
    await server.stop();
  });

  /** The Job's files with a database of the test's own. */
  async function inNewDatabase(files: JobFiles, database: string): Promise<JobFiles> {
    await server.query(`CREATE DATABASE ${database}`);
    return rewritten({ ...files, database: `${database}\n` }, (sql) =>
      sql.replaceAll(/DATABASE "\w+"/g, `DATABASE "${database}"`),
    );
  }

  for (const [at, { title, files }] of kinds.entries()) {
    const names = manifestOf(files).map(({ name }) => name);

    describe(title, () => {
      it("comes from nothing to the newest version, and says what it ran", async () => {
        const job = await inNewDatabase(files, `from_nothing_${at}`);
        const { exitCode, stdout, stderr } = await runMigrations(job);
        expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: "" });
        expect(stdout).to.equal(
          names.map((name) => `from_nothing_${at}: ${name}\n`).join("") +
            `from_nothing_${at} is at its newest version; ${names.length} files were run.\n`,
        );
        const schema = await schemaOf(server, `from_nothing_${at}`);
        expect(schema.migrations.map(({ name }) => name).sort()).to.deep.equal([...names].sort());
        schemas.set(title, schema);
      });

      it("changes nothing when it is run again", async () => {
        const job = await inNewDatabase(files, `again_${at}`);
        await runMigrations(job);
        const once = await schemaOf(server, `again_${at}`);
        const { exitCode, stdout } = await runMigrations(job);
        expect({ exitCode, stdout }).to.deep.equal({
          exitCode: 0,
          stdout: `again_${at} is at its newest version; 0 files were run.\n`,
        });
        expect(await schemaOf(server, `again_${at}`)).to.deep.equal(once);
      });

      it("changes nothing when every file is run again, as after a crash before it was recorded", async () => {
        const job = await inNewDatabase(files, `crashed_${at}`);
        await runMigrations(job);
        const once = await schemaOf(server, `crashed_${at}`);
        await server.query("DELETE FROM schema_migrations", { database: `crashed_${at}` });
        const { exitCode, stderr } = await runMigrations(job);
        expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: "" });
        const again = await schemaOf(server, `crashed_${at}`);
        expect({ ...again, migrations: [] }).to.deep.equal({ ...once, migrations: [] });
        expect(again.migrations.map(withoutTime)).to.deep.equal(once.migrations.map(withoutTime));
      });

      for (const version of numbersOf(names).slice(0, -1)) {
        it(`comes from version ${version} to the newest`, async () => {
          const database = `from_${version}_${at}`;
          const job = await inNewDatabase(files, database);
          const earlier = await runMigrations(upTo(job, version));
          expect(earlier.exitCode).to.equal(0);
          const { exitCode, stderr } = await runMigrations(job);
          expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: "" });
          const schema = await schemaOf(server, database);
          const direct = schemas.get(title);
          expect({ ...schema, migrations: [] }).to.deep.equal({ ...direct, migrations: [] });
        });
      }

      it("refuses an applied file that has changed since, and does nothing", async () => {
        const database = `changed_${at}`;
        const job = await inNewDatabase(files, database);
        const second = names[1] ?? "";
        await runMigrations(upTo(job, "0002"));
        const before = await schemaOf(server, database);
        const changed = rewritten(job, (sql, name) => (name === second ? `${sql}-- more\n` : sql));
        const { exitCode, stdout, stderr } = await runMigrations(changed);
        expect({ exitCode, stdout, stderr }).to.deep.equal({
          exitCode: 3,
          stdout: "",
          stderr:
            `Applied to ${database} before, and changed since: ${second}. Nothing was done. ` +
            "An applied file never changes: restore it, and put the change into a file with the next " +
            "number.\n",
        });
        expect(await schemaOf(server, database)).to.deep.equal(before);
      });
    });
  }

  it("leaves what is done, and goes on from there, once a file that failed is mended", async () => {
    const whole = await inNewDatabase(migrationFiles({ database: "nephoran" }), "mended");
    const broken = rewritten(whole, (sql, name) =>
      name === "0004-configuration.sql" ? `${sql}SELECT nothing FROM nowhere;\n` : sql,
    );
    const failed = await runMigrations(broken);
    expect(failed.exitCode).to.equal(1);
    expect(failed.stderr).to.equal(
      "mended: 0004-configuration.sql failed. Mend it and run the Job again; what was done stays done.\n" +
        'ERROR: relation "nowhere" does not exist\nSQLSTATE: 42P01\n',
    );
    const { exitCode, stdout } = await runMigrations(whole);
    expect(exitCode).to.equal(0);
    expect(stdout.split("\n")[0]).to.equal("mended: 0004-configuration.sql");
  });

  it("leaves alone what a newer release has added", async () => {
    const job = await inNewDatabase(migrationFiles({ database: "nephoran" }), "newer");
    await runMigrations(job);
    await server.query(
      `INSERT INTO schema_migrations (name, sha256) VALUES ('9999-later.sql', repeat('0', 64))`,
      { database: "newer" },
    );
    expect((await runMigrations(job)).exitCode).to.equal(0);
  });

  it("lets two Jobs run at the same time", async () => {
    const job = await inNewDatabase(
      migrationFiles({ database: "nephoran_eu", zone: "eu" }),
      "twice",
    );
    const ends = await Promise.all([runMigrations(job), runMigrations(job)]);
    // PostgreSQL lets one of two CREATE … IF NOT EXISTS of the same moment fail; running it again mends it.
    expect(ends.map(({ exitCode }) => exitCode)).to.include(0);
    expect((await runMigrations(job)).exitCode).to.equal(0);
    expect((await schemaOf(server, "twice")).migrations).to.have.length(manifestOf(job).length);
  });

  it("says that the database is not reachable, within the bound", async () => {
    const { exitCode, stderr } = await runMigrations(migrationFiles({ database: "nephoran" }), {
      COCKROACH_HOST: "127.0.0.1:1",
      WAIT_SECONDS: "0",
    });
    expect(exitCode).to.equal(2);
    expect(stderr).to.equal(
      "127.0.0.1:1 did not answer within 0 s. Is it there, and do the certificates fit?\n" +
        "ERROR: cannot dial server.\nSQLSTATE: ECONNREFUSED\n",
    );
  });
});

const withoutTime = ({ name, sha256 }: Schema["migrations"][number]) => ({ name, sha256 });

function manifestOf(files: JobFiles) {
  const lines = (files["manifest"] ?? "").trimEnd().split("\n");
  return lines.map((line) => ({ name: line.split(" ")[0] ?? "" }));
}

function numbersOf(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => name.slice(0, 4)))];
}

/** The files of an earlier release, which ended with a number. */
function upTo(files: JobFiles, number: string): JobFiles {
  const lines = (files["manifest"] ?? "").trimEnd().split("\n");
  const earlier = lines.filter((line) => line.slice(0, 4) <= number);
  return { ...files, manifest: earlier.map((line) => `${line}\n`).join("") };
}

/** The Job's files after a change of their SQL, with the manifest that belongs to it. */
function rewritten(files: JobFiles, change: (sql: string, name: string) => string): JobFiles {
  const names = manifestOf(files).map(({ name }) => name);
  const changed = names.map((name) => [name, change(files[name] ?? "", name)] as const);
  return {
    ...files,
    ...Object.fromEntries(changed),
    manifest: changed
      .map(([name, sql]) => `${name} ${createHash("sha256").update(sql).digest("hex")}\n`)
      .join(""),
  };
}
