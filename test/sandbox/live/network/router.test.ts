import { expect } from "chai";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { NetworkError } from "../../../../sandbox/live/network/failure";
import { answers, type Router, routerAt } from "../../../../sandbox/live/network/router";
import { routerSpec } from "../../../../sandbox/live/network/router-process";
import { networkFiles } from "../../../../sandbox/live/network/holder";

describe("the control of the router", () => {
  let directory: string;
  let socket: string;
  let server: Server;
  let router: Router;
  let asked: string[];
  let reply: { status: number; body: string };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "nephoran-router-"));
    socket = join(directory, "router.sock");
    asked = [];
    reply = { status: 200, body: "" };
    server = createServer((request, response) => {
      void text(request).then((body) => {
        asked.push(`${request.method ?? ""} ${request.url ?? ""} ${body}`.trim());
        response.writeHead(reply.status).end(reply.body);
      });
    }).listen(socket);
    await once(server, "listening");
    router = routerAt(socket);
  });
  afterEach(async () => {
    server.close();
    await rm(directory, { recursive: true });
  });

  it("asks for one thing at a time, by the names of sites", async () => {
    await router.setLinks({ "a>b": { delayMs: 35, jitterMs: 0.5, mbps: 100, loss: 0.01 } });
    await router.cut("a", "b", "reset");
    await router.heal("a", "b");
    await router.heal();
    expect(asked).to.deep.equal([
      'POST /links {"a>b":{"delayMs":35,"jitterMs":0.5,"mbps":100,"loss":0.01}}',
      'POST /cut {"from":"a","to":"b","how":"reset"}',
      'POST /heal {"from":"a","to":"b"}',
      'POST /heal {"from":"","to":""}',
    ]);
  });

  it("reads the record", async () => {
    const link = { packets: 3, bytes: 180, dropped: 1, connections: { "198.18.0.20:443": 1 } };
    reply.body = JSON.stringify({ "a>b": link });
    expect(await router.record()).to.deep.equal({ "a>b": link });
    expect(asked).to.deep.equal(["GET /record"]);
  });

  it("fails with what the router says", async () => {
    reply = { status: 400, body: "a>c does not name two sites\n" };
    const error: unknown = await router.cut("a", "c", "drop").catch((e: unknown) => e);
    expect(error).to.be.instanceOf(NetworkError).and.include({ code: "router" });
    expect((error as NetworkError).message).to.equal(
      `the router at ${socket} did not do POST /cut: a>c does not name two sites`,
    );
  });

  it("knows whether anybody answers", async () => {
    expect(await answers(socket)).to.equal(true);
    expect(await answers(`${socket}.other`)).to.equal(false);
  });

  it("does not begin where its socket's path is too long for the system", () => {
    const sites = [{ name: "a", index: 0 }];
    const files = networkFiles(`/${"long/".repeat(20)}`);
    expect(() => routerSpec(files, "/bin/sandbox-network", sites)).to.throw(
      NetworkError,
      /^a Unix socket cannot have the path .* \(at most 107 bytes\): use a state folder/,
    );
  });
});
