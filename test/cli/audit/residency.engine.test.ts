import { expect } from "chai";
import { openStore } from "../../../cli/audit/pg-store";
import { migrationFiles } from "../../../state/job-scripts";
import { residencyChecks } from "../../../state/residency-audit";
import { runMigrations } from "../../migrations/migration-job";
import { PORT, PostgresServer } from "../../migrations/postgres";
import { eu } from "../../state/residency/recorded";

describe("the audit of residency, on a real PostgreSQL", function () {
  this.timeout(60_000);
  let server: PostgresServer;
  const url = `postgresql://root@127.0.0.1:${PORT}/nephoran_eu`;

  before(async () => {
    server = await PostgresServer.start();
    await server.query("CREATE DATABASE nephoran_eu");
    const { exitCode } = await runMigrations(
      migrationFiles({ database: "nephoran_eu", zone: "eu" }),
    );
    expect(exitCode).to.equal(0);
  });
  after(async () => {
    await server.stop();
  });

  const keys = () => {
    const check = residencyChecks(eu).find(({ name }) => name === "keys");
    if (check === undefined) throw new Error("There is no check of keys.");
    return check;
  };

  it("finds all keys and indexes of our migrations good, and one on a personal column not", async () => {
    const store = await openStore({ url, timeoutMs: 10_000 });
    try {
      const check = keys();
      const findings = check.judge(await store.rows(check.sql));
      expect(findings.filter(({ conforms }) => !conforms)).to.deep.equal([]);
      expect(findings).to.have.length(13);
      await server.query("CREATE INDEX by_name ON intents (name)", { database: "nephoran_eu" });
      const wrong = check.judge(await store.rows(check.sql)).filter(({ conforms }) => !conforms);
      expect(wrong.map(({ subject, found }) => [subject, found])).to.deep.equal([
        ["index nephoran_eu.intents@by_name", "name"],
      ]);
    } finally {
      await store.close();
    }
  });

  it("cannot change anything", async () => {
    const store = await openStore({ url, timeoutMs: 10_000 });
    try {
      const error = await store
        .rows("DELETE FROM intents")
        .then(() => undefined)
        .catch((caught: unknown) => caught);
      expect(String(error)).to.include("cannot execute DELETE in a read-only transaction");
    } finally {
      await store.close();
    }
  });

  it("does not take a question that is not understood for an answer", async () => {
    const store = await openStore({ url, timeoutMs: 10_000 });
    try {
      const [regions] = residencyChecks(eu);
      const error = await store.rows(regions?.sql ?? "").catch((caught: unknown) => caught);
      expect(String(error)).to.include("syntax error");
    } finally {
      await store.close();
    }
  });
});
