import { expect } from "chai";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { join } from "node:path";
import { callSocket } from "../../../sandbox/cluster/https";
import { temporaryFolder } from "../processes/temporary-folder";

describe("a request over a Unix socket", () => {
  const folder = temporaryFolder();
  let server: Server;
  const socket = () => join(folder(), "sock");
  beforeEach(async () => {
    server = createServer((request, response) => {
      if (request.url === "/silent") return;
      response.writeHead(request.url === "/teapot" ? 418 : 200);
      response.end(`${request.method ?? ""} ${request.url ?? ""}`);
    }).listen(socket());
    await once(server, "listening");
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it("gives status and body, whatever the status", async () => {
    expect(await callSocket(socket(), "/teapot", { timeoutMs: 5_000 })).to.deep.equal({
      status: 418,
      body: "GET /teapot",
    });
    expect(await callSocket(socket(), "/", { method: "DELETE", timeoutMs: 5_000 })).to.deep.equal({
      status: 200,
      body: "DELETE /",
    });
  });

  it("ends at its bound when there is no answer", async () => {
    const error = await callSocket(socket(), "/silent", { timeoutMs: 50 }).catch((e: unknown) => e);
    expect(error).to.have.property("name", "TimeoutError");
  });

  it("fails when nobody listens", async () => {
    const error = await callSocket(join(folder(), "absent"), "/", { timeoutMs: 5_000 }).catch(
      (e: unknown) => e,
    );
    expect(error).to.have.property("code", "ENOENT");
  });
});
