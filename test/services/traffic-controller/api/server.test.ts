import { once } from "node:events";
import { request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { pino } from "pino";
import { decisionAnswer } from "../../../../services/traffic-controller/api/decision-schema";
import { historyAnswer } from "../../../../services/traffic-controller/api/history-schema";
import { createApiServer } from "../../../../services/traffic-controller/api/server";
import { fromWire } from "../../../../services/traffic-controller/signals/wire";
import { Watched } from "./watched";

const PATHS = ["/decision", "/history", "/signals", "/healthz", "/readyz", "/metrics"];

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

describe("what a traffic controller answers over HTTP", () => {
  let one: Watched;
  let server: Server;
  const errors: unknown[] = [];

  beforeEach(async () => {
    one = new Watched();
    errors.length = 0;
    server = createApiServer({
      controller: one.told.controller,
      recorder: one.recorder,
      registry: one.registry,
      region: "atlantis",
      strategy: "hybrid",
      now: () => one.nowMs,
      log: pino({}, { write: (line) => errors.push(JSON.parse(line)) }),
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterEach(async () => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  });

  const ask = (path: string, headers: Record<string, string> = {}, method = "GET", body = "") =>
    new Promise<Got>((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      const asking = request(
        { host: "127.0.0.1", port, path, method, headers, agent: false },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () => {
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(chunks).toString(),
            });
          });
        },
      );
      asking.on("error", reject);
      asking.end(body);
    });

  it("is the decision, as JSON that fits its schema, and as text for whoever asks for it", async () => {
    one.pass(10);
    const json = await ask("/decision");
    expect(json.status).to.equal(200);
    expect(json.headers).to.deep.include({
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
    });
    expect(decisionAnswer.parse(JSON.parse(json.body)).summary).to.equal(
      "All regions are healthy.",
    );
    const texts = [
      await ask("/decision?format=text"),
      await ask("/decision", { accept: "text/plain" }),
      await ask("/decision", { accept: "text/plain;q=0.9, application/json;q=0.5" }),
    ];
    for (const { headers, body } of texts) {
      expect(headers["content-type"]).to.equal("text/plain; charset=utf-8");
      expect(body).to.match(/^Entry atlantis at .*\n.*\n\nAll regions are healthy\.\n/);
    }
    for (const accept of ["*/*", "application/json, text/plain", "text/html"]) {
      expect((await ask("/decision", { accept })).headers["content-type"]).to.contain("json");
    }
    expect((await ask("/decision?format=json", { accept: "text/plain" })).body[0]).to.equal("{");
  });

  it("is the history, the newest first, and no more than was asked for", async () => {
    one.pass(10);
    one.told.dead = ["camelot"];
    one.pass(5);
    const { total, entries } = historyAnswer.parse(JSON.parse((await ask("/history")).body));
    expect(total).to.equal(entries.length);
    expect(entries.length).to.be.above(2);
    expect(entries.map(({ at }) => at)).to.deep.equal(
      entries
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    const two = historyAnswer.parse(JSON.parse((await ask("/history?limit=2")).body));
    expect(two.entries).to.deep.equal(entries.slice(0, 2));
    expect((await ask("/history?format=text")).body).to.contain(
      "  camelot was healthy and is failed.\n    camelot does not answer anybody's probes.\n",
    );
  });

  it("is what peers poll", async () => {
    one.pass(10);
    const { status, body } = await ask("/signals");
    expect(status).to.equal(200);
    expect(fromWire("atlantis", body)).to.deep.include({
      identity: "atlantis-0",
      served: { atlantis: 100, brigadoon: 0, camelot: 0, dinotopia: 0 },
    });
  });

  it("is healthy until the loop has not ticked for 10 s, whatever else is the matter", async () => {
    one.told.routes = undefined;
    expect(await ask("/healthz")).to.deep.include({
      status: 200,
      body: "The last tick was 0.0 s ago.\n",
    });
    one.pass(30);
    one.told.nowMs += 10_000;
    expect((await ask("/healthz")).status).to.equal(200);
    one.told.nowMs += 1;
    expect(await ask("/healthz")).to.deep.include({
      status: 503,
      body: "No tick for 10.0 s, of 10 s at most.\n",
    });
  });

  it("is ready once it has seen probes and routes, and stays so when routes cannot be read", async () => {
    expect(await ask("/readyz")).to.deep.include({
      status: 503,
      body: "Not ready: no probe has ended yet, and the routes have not been read yet.\n",
    });
    one.told.routes = undefined;
    one.pass(2);
    expect(await ask("/readyz")).to.deep.include({
      status: 503,
      body: "Not ready: the routes have not been read yet.\n",
    });
    one.told.controller.routesObserved({ resourceVersion: "1", isAsWritten: false }, one.nowMs);
    expect((await ask("/readyz")).status).to.equal(200);
    one.told.controller.routesObserved(undefined, one.nowMs);
    expect((await ask("/readyz")).status).to.equal(200);
  });

  it("is metrics as Prometheus reads them", async () => {
    one.pass(10);
    const { headers, body } = await ask("/metrics");
    expect(headers["content-type"]).to.match(/^text\/plain; version=0\.0\.4/);
    expect(body).to.contain('nephoran_traffic_leading{region="atlantis"} 1\n');
  });

  it("is, where there is nothing, what there is", async () => {
    for (const path of ["/", "/decisions", "/decision/", "//decision", "/%2e%2e/decision"]) {
      const { status, body } = await ask(path);
      expect(status, path).to.equal(404);
      for (const there of PATHS) expect(body).to.contain(`\n  ${there} `);
    }
    const { body } = await ask("/", { accept: "application/json" });
    const { endpoints } = JSON.parse(body) as { readonly endpoints: { readonly path: string }[] };
    expect(endpoints.map(({ path }) => path)).to.deep.equal(PATHS);
  });

  it("is GET alone", async () => {
    for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"]) {
      for (const path of PATHS) {
        const { status, headers } = await ask(path, {}, method);
        expect(status, `${method} ${path}`).to.equal(405);
        expect(headers).to.deep.include({ allow: "GET", connection: "close" });
      }
    }
  });

  it("refuses what it does not understand, and what is too long", async () => {
    for (const path of [
      "/history?limit=0",
      "/history?limit=501",
      "/history?limit=1.5",
      "/history?limit=many",
      "/decision?format=yaml",
      `/decision?${"x".repeat(2_000)}`,
    ]) {
      expect((await ask(path)).status, path).to.equal(400);
    }
    expect((await ask("/decision", { x: "y".repeat(20_000) })).status).to.equal(431);
  });

  it("is 500 with its cause in the log alone if an answer cannot be made", async () => {
    one.told.controller.status = () => {
      throw new Error("private");
    };
    const { status, body } = await ask("/decision");
    expect(status).to.equal(500);
    expect(body).to.equal("The answer could not be made; the log says why.\n");
    expect(JSON.stringify(errors)).to.contain("private").and.to.contain("/decision");
  });
});
