import { randomUUID } from "node:crypto";
import { expect } from "chai";
import { EventRows, type RowResult } from "../../../../services/traffic-controller/api/event-rows";
import type { FailoverEvent } from "../../../../services/traffic-controller/api/failover-events";
import { migrationFiles } from "../../../../state/job-scripts";
import { roles } from "../../../../state/roles";
import { runMigrations } from "../../../migrations/migration-job";
import { PostgresServer } from "../../../migrations/postgres";

const PORT = 28_150;

const eventOf = (more: Partial<FailoverEvent> = {}): FailoverEvent => ({
  id: randomUUID(),
  entryRegion: "atlantis",
  region: "camelot",
  kind: "failover",
  reason: "camelot does not answer anybody's probes.",
  before: { atlantis: 60, camelot: 40 },
  after: { atlantis: 100, camelot: 0 },
  occurredAtMs: Date.UTC(2026, 0, 1, 3, 0, 0, 250),
  ...more,
});

/** Rows that go to the suite's server as the traffic controller's role, and what became of them. */
class Rows {
  readonly results: RowResult[] = [];
  readonly failures: string[] = [];
  readonly rows: EventRows;

  constructor(port = PORT) {
    this.rows = new EventRows({
      connection: () =>
        Promise.resolve({ host: "127.0.0.1", port, user: roles.traffic, database: "nephoran" }),
      onResult: (result) => this.results.push(result),
      onFailure: (message) => this.failures.push(message),
      firstRetryMs: 20,
      longestRetryMs: 100,
    });
  }
}

describe("rows of failover_events, on a real PostgreSQL,", function () {
  this.timeout(60_000);
  let server: PostgresServer;

  const start = async (): Promise<void> => {
    server = await PostgresServer.start(PORT);
    await server.query("CREATE DATABASE nephoran");
    const files = migrationFiles({ database: "nephoran" });
    const end = await runMigrations(files, { COCKROACH_HOST: `127.0.0.1:${PORT}` });
    expect(end).to.deep.include({ exitCode: 0, stderr: "" });
  };
  before(start);
  after(async () => {
    await server.stop();
  });

  const stored = (id: string) =>
    server.query(
      `SELECT entry_region, region, kind, reason, weights_before, weights_after, occurred_at
       FROM failover_events WHERE id = '${id}'`,
      { database: "nephoran" },
    );

  it("are added by the role that may do nothing else, as they are", async () => {
    const event = eventOf();
    const one = new Rows();
    one.rows.add([event]);
    await one.rows.close();
    expect(one).to.deep.include({ results: ["added"], failures: [] });
    expect(await stored(event.id)).to.deep.equal([
      {
        entry_region: "atlantis",
        region: "camelot",
        kind: "failover",
        reason: event.reason,
        weights_before: event.before,
        weights_after: event.after,
        occurred_at: new Date(event.occurredAtMs),
      },
    ]);
  });

  it("are of every kind that a controller knows", async () => {
    const one = new Rows();
    one.rows.add(
      (["failover", "recovery", "drain", "pin", "lift"] as const).map((kind) => eventOf({ kind })),
    );
    await one.rows.close();
    expect(one.results).to.deep.equal(Array(5).fill("added"));
  });

  it("are there once, though they are added twice", async () => {
    const event = eventOf();
    const one = new Rows();
    one.rows.add([event, event]);
    await one.rows.close();
    expect(one.results).to.deep.equal(["added", "repeated"]);
    expect(await stored(event.id)).to.have.length(1);
  });

  it("do not wait behind one that the table does not take", async () => {
    const good = eventOf();
    const one = new Rows();
    one.rows.add([eventOf({ reason: "" }), good]);
    await one.rows.close();
    expect(one.results).to.deep.equal(["dropped", "added"]);
    expect(await stored(good.id)).to.have.length(1);
  });

  it("wait for a database that is away, and come in their order when it is back", async () => {
    await server.stop();
    const one = new Rows();
    const events = [eventOf({ region: "a" }), eventOf({ region: "b" })];
    one.rows.add(events);
    await until(() => one.failures.length >= 2);
    expect(one.results).to.deep.equal([]);
    await start();
    await until(() => one.results.length === 2);
    expect(one.results).to.deep.equal(["added", "added"]);
    const order = await server.query("SELECT region FROM failover_events ORDER BY recorded_at", {
      database: "nephoran",
    });
    expect(order).to.deep.equal([{ region: "a" }, { region: "b" }]);
    await one.rows.close();
  });
});

/** Waits for a condition, for 30 s at most. */
async function until(condition: () => boolean): Promise<void> {
  for (let times = 0; times < 3_000; times++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("The condition has not come true.");
}
