import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import {
  connectionTo,
  EventRows,
  type RowResult,
} from "../../../../services/traffic-controller/api/event-rows";
import type { FailoverEvent } from "../../../../services/traffic-controller/api/failover-events";
import { temporaryFolder } from "../../../sandbox/processes/temporary-folder";

const events = (count: number): FailoverEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
    entryRegion: "atlantis",
    region: "camelot",
    kind: "failover",
    reason: "it does not answer",
    before: {},
    after: {},
    occurredAtMs: 0,
  }));

describe("rows of failover_events, while there is no database,", () => {
  let hung: Server;
  const sockets: Socket[] = [];

  before(async () => {
    // Takes connections and never says a word.
    hung = createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1");
    await once(hung, "listening");
  });
  after(async () => {
    for (const socket of sockets) socket.destroy();
    hung.close();
    await once(hung, "close");
  });

  function rowsTo(port: number) {
    const results: RowResult[] = [];
    const failures: string[] = [];
    const rows = new EventRows({
      connection: () => Promise.resolve({ host: "127.0.0.1", port, user: "u", database: "d" }),
      onResult: (result) => results.push(result),
      onFailure: (message) => failures.push(message),
      capacity: 10,
      firstRetryMs: 60_000,
      timeoutMs: 50,
    });
    return { rows, results, failures };
  }

  it("keep nobody waiting, and the oldest of too many are dropped and counted", async () => {
    const { rows, results } = rowsTo((hung.address() as AddressInfo).port);
    rows.add(events(25));
    expect(results).to.deep.equal(Array(15).fill("dropped"));
    await rows.close();
    expect(results).to.deep.equal(Array(25).fill("dropped"));
  });

  it("end within their bound when the controller ends, however long they would wait", async () => {
    const { rows, results, failures } = rowsTo((hung.address() as AddressInfo).port);
    rows.add(events(1));
    while (failures.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const start = Date.now();
    await rows.close();
    expect(Date.now() - start).to.be.below(2_000);
    expect(failures).to.have.length(2);
    expect(results).to.deep.equal(["dropped"]);
  });

  it("are not taken any more after that", async () => {
    const { rows, results, failures } = rowsTo(1);
    await rows.close();
    rows.add(events(2));
    expect(results).to.deep.equal(["dropped", "dropped"]);
    expect(failures).to.deep.equal([]);
  });
});

describe("the connection to failover_events", () => {
  const folder = temporaryFolder();
  const database = { host: "db", port: 26_257, database: "nephoran", user: "nephoran_traffic" };

  it("is proved by files that are read each time, and never without TLS", async () => {
    const written = (name: string): string => {
      const text = randomBytes(8).toString("hex");
      writeFileSync(join(folder(), name), text);
      return text;
    };
    const ca = written("ca.crt");
    const key = written("client.nephoran_traffic.key");
    for (let times = 0; times < 2; times++) {
      const cert = written("client.nephoran_traffic.crt");
      expect(await connectionTo({ ...database, certsDir: folder() })).to.deep.equal({
        ...database,
        ssl: { ca, cert, key, rejectUnauthorized: true },
      });
    }
  });
});
