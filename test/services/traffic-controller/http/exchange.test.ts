import { expect } from "chai";
import { Agent } from "node:http";
import { exchange, ExchangeError } from "../../../../services/traffic-controller/http/exchange";
import { answeringServer } from "./answering-server";

describe("an exchange", () => {
  const server = answeringServer();
  let agent: Agent;
  beforeEach(() => {
    agent = new Agent({ keepAlive: true });
  });
  afterEach(() => {
    agent.destroy();
  });

  const ask = (bounds: { timeoutMs?: number; maxBytes?: number; signal?: AbortSignal } = {}) =>
    exchange(
      { url: new URL("/path", server.url), agent },
      { timeoutMs: 5_000, maxBytes: 1_000, signal: new AbortController().signal, ...bounds },
    );
  const failure = (asked: Promise<unknown>): Promise<unknown> =>
    asked.then(
      () => undefined,
      (error: unknown) => (error instanceof ExchangeError ? error.kind : error),
    );

  it("gives status, headers and body, whatever the status", async () => {
    server.answer = (_, response) => response.writeHead(503, { "x-who": "me" }).end("busy");
    const { status, headers, body } = await ask();
    expect({ status, who: headers["x-who"], body }).to.deep.equal({
      status: 503,
      who: "me",
      body: "busy",
    });
  });

  it("keeps its connection for the next one", async () => {
    server.answer = (_, response) => response.end("well");
    const before = server.connections();
    for (let count = 0; count < 5; count++) await ask();
    expect(server.connections() - before).to.equal(1);
  });

  it("ends at its bound when no answer comes", async () => {
    server.answer = () => undefined;
    expect(await failure(ask({ timeoutMs: 30 }))).to.equal("timed-out");
  });

  it("ends at its bound when an answer does not end", async () => {
    server.answer = (_, response) => {
      response.write("some");
    };
    expect(await failure(ask({ timeoutMs: 30 }))).to.equal("timed-out");
  });

  it("ends with the signal, before and while it is under way", async () => {
    const ending = new AbortController();
    server.answer = () => {
      ending.abort();
    };
    expect(await failure(ask({ signal: ending.signal }))).to.equal("aborted");
    expect(await failure(ask({ signal: ending.signal }))).to.equal("aborted");
  });

  it("reads no more than it may", async () => {
    server.answer = (_, response) => response.end("x".repeat(1_001));
    expect(await failure(ask())).to.equal("too-long");
  });

  it("tells of an answer that breaks off", async () => {
    server.answer = (_, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("some", () => response.destroy());
    };
    expect(await failure(ask())).to.equal("broken");
  });

  it("tells of a server that is not there", async () => {
    const asked = exchange(
      // The discard port, where nobody listens.
      { url: new URL("http://127.0.0.1:9"), agent },
      { timeoutMs: 5_000, maxBytes: 1_000, signal: new AbortController().signal },
    );
    expect(await failure(asked)).to.equal("broken");
  });
});
