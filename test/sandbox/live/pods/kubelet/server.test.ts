import { expect } from "chai";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request, type RequestOptions, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { kubeletServer } from "../../../../../sandbox/live/pods/kubelet/server";
import { testCertificate } from "../../border/test-certificate";

const UPGRADE = { connection: "Upgrade", upgrade: "SPDY/3.1" };

describe("the kubelet of pods that run", () => {
  let server: Server;
  let own: { readonly key: string; readonly certificate: string };
  let others: typeof own;
  const troubles: unknown[] = [];

  before(async () => {
    [own, others] = [await testCertificate("localhost"), await testCertificate("localhost")];
    server = kubeletServer({
      ...own,
      pod: () => undefined,
      metrics: ({ authorization, host }) =>
        authorization === undefined
          ? Promise.reject(new Error("the API server is away"))
          : Promise.resolve({ status: 200, type: "text/plain", text: `${authorization} ${host}` }),
      log: (trouble) => troubles.push(trouble),
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  after(() => {
    server.close();
  });

  async function ask(path: string, more: RequestOptions = {}): Promise<readonly [number, string]> {
    const { port } = server.address() as AddressInfo;
    const asking = request({
      ...{ host: "127.0.0.1", port, path, rejectUnauthorized: false, agent: false },
      ...more,
    });
    asking.end();
    const [answer] = (await once(asking, "response")) as [IncomingMessage];
    let text = "";
    for await (const part of answer) text += String(part);
    return [answer.statusCode ?? 0, text];
  }

  const LOGS = "/containerLogs/default/pod/main";
  const refusal = [401, "only the API server may ask for this\n"];

  it("talks of pods with the API server, which it knows by its certificate", async () => {
    const asApiServer = { cert: own.certificate, key: own.key };
    expect((await ask(LOGS, asApiServer))[0]).to.equal(404);
    expect((await ask("/exec/default/pod/main", { ...asApiServer, headers: UPGRADE }))[0]).to.equal(
      404,
    );
  });

  it("talks of pods with nobody else", async () => {
    expect(await ask(LOGS)).to.deep.equal(refusal);
    expect(await ask(LOGS, { cert: others.certificate, key: others.key })).to.deep.equal(refusal);
    expect(await ask("/exec/default/pod/main", { headers: UPGRADE })).to.deep.equal(refusal);
    expect(await ask(LOGS, { headers: { authorization: "Bearer any" } })).to.deep.equal(refusal);
  });

  it("hands on who asks for metrics, and of which node", async () => {
    const headers = { authorization: "Bearer token", host: "10.1.0.1:10250" };
    expect(await ask("/metrics/cadvisor", { headers })).to.deep.equal([
      200,
      "Bearer token 10.1.0.1:10250",
    ]);
  });

  it("says that it has no answer where it could not find out who asks", async () => {
    expect((await ask("/metrics/cadvisor"))[0]).to.equal(500);
    expect(String(troubles)).to.equal("Error: the API server is away");
  });

  it("tells anybody that it lives", async () => {
    expect(await ask("/healthz")).to.deep.equal([200, "ok"]);
  });
});
