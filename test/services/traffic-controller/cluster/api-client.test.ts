import { expect } from "chai";
import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { accessFrom } from "../../../../services/traffic-controller/cluster/access";
import {
  ApiClient,
  type ApiRequest,
} from "../../../../services/traffic-controller/cluster/api-client";
import { ApiError, NotSent } from "../../../../services/traffic-controller/cluster/api-error";
import { temporaryFolder } from "../../../sandbox/processes/temporary-folder";
import { answeringServer, selfSigned } from "../http/answering-server";

describe("the client of the API server", () => {
  const server = answeringServer("https");
  const folder = temporaryFolder();
  let token: string;
  let client: ApiClient;
  beforeEach(async () => {
    token = randomBytes(16).toString("hex");
    await writeFile(join(folder(), "token"), `${token}\n`);
    await writeFile(join(folder(), "ca.crt"), server.authority);
    client = new ApiClient(accessFrom(server.url, folder()), "traffic-controller/a");
  });
  afterEach(() => {
    client.close();
  });

  const bounds = { timeoutMs: 5_000, signal: new AbortController().signal };
  const call = (change: Partial<ApiRequest> = {}, timeoutMs = 5_000) =>
    client.call({ method: "GET", path: "/apis/thing", ...change }, z.object({ it: z.string() }), {
      ...bounds,
      timeoutMs,
    });
  const failure = async (asked: Promise<unknown>): Promise<ApiError> => {
    const error = await asked.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error instanceof ApiError) return error;
    throw new Error(`Not refused: ${String(error)}`);
  };

  it("says who it is, and parses the answer", async () => {
    const seen: unknown[] = [];
    server.answer = ({ method, url, headers }, response) => {
      seen.push([method, url, headers.authorization, headers["user-agent"]]);
      response.end('{"it":"is","more":1}');
    };
    expect(await call()).to.deep.equal({ it: "is" });
    expect(seen).to.deep.equal([["GET", "/apis/thing", `Bearer ${token}`, "traffic-controller/a"]]);
  });

  it("uses a token that has been renewed from the next request on", async () => {
    const seen: unknown[] = [];
    server.answer = ({ headers }, response) => {
      seen.push(headers.authorization);
      response.end('{"it":"is"}');
    };
    await call();
    await writeFile(join(folder(), "token"), "renewed");
    await call();
    expect(seen).to.deep.equal([`Bearer ${token}`, "Bearer renewed"]);
  });

  it("trusts no server that another CA has signed for, from the next request on", async () => {
    server.answer = (_, response) => response.end('{"it":"is"}');
    await call();
    await writeFile(join(folder(), "ca.crt"), (await selfSigned()).cert);
    expect((await failure(call())).kind).to.equal("retryable");
  });

  it("tells conflicts, what may pass and what will not apart", async () => {
    const kinds: Record<number, string> = {};
    for (const status of [400, 401, 403, 404, 408, 409, 422, 429, 500, 503, 504]) {
      server.answer = (_, response) => response.writeHead(status).end();
      const error = await failure(call());
      expect(error.status).to.equal(status);
      kinds[status] = error.kind;
    }
    expect(kinds).to.deep.equal({
      400: "refused",
      401: "refused",
      403: "refused",
      404: "refused",
      408: "retryable",
      409: "conflict",
      422: "refused",
      429: "retryable",
      500: "retryable",
      503: "retryable",
      504: "retryable",
    });
  });

  it("hands on how long a server wants to be left alone", async () => {
    const waits: unknown[] = [];
    for (const header of ["7", "0", "Fri, 31 Dec 1999 23:59:59 GMT", "-1"]) {
      server.answer = (_, response) => response.writeHead(429, { "retry-after": header }).end();
      waits.push((await failure(call())).retryAfterMs);
    }
    expect(waits).to.deep.equal([7_000, 0, undefined, undefined]);
  });

  it("repeats what the server says, in short, and never its token", async () => {
    const said = JSON.stringify({ kind: "Status", message: `no ${"x".repeat(1_000)}` });
    server.answer = (_, response) => response.writeHead(403).end(said);
    const { message } = await failure(call({ method: "PATCH", body: {} }));
    expect(message).to.match(/^The API server answers PATCH \/apis\/thing with 403: no x+$/);
    expect(message).to.have.length.below(400).and.to.not.contain(token);
  });

  it("ends at its bound when the server hangs", async () => {
    server.answer = () => undefined;
    const error = await failure(call({}, 50));
    expect(error.kind).to.equal("retryable");
    expect(error.message).to.match(/has not answered within 50 ms$/);
  });

  it("takes what is not the object that was asked for as no answer", async () => {
    for (const body of ["<html>", '{"it":1}', ""]) {
      server.answer = (_, response) => response.end(body);
      expect((await failure(call())).kind).to.equal("retryable");
    }
  });

  it("waits for a token that is not there yet", async () => {
    await writeFile(join(folder(), "ca.crt"), server.authority);
    client = new ApiClient(accessFrom(server.url, join(folder(), "absent")), "a");
    expect((await failure(call())).kind).to.equal("retryable");
  });

  it("sends nothing that is no longer wanted at the last moment", async () => {
    let requests = 0;
    server.answer = (_, response) => {
      requests++;
      response.end('{"it":"is"}');
    };
    const asked = call({ onlyIf: () => false }).catch((error: unknown) => error);
    expect(await asked).to.be.instanceOf(NotSent);
    expect(requests).to.equal(0);
  });

  describe("watches", () => {
    const watched = async (): Promise<{ events: unknown[]; error?: ApiError }> => {
      const events: unknown[] = [];
      try {
        await client.watch("/watch", bounds, (event) => events.push(event));
        return { events };
      } catch (error) {
        if (error instanceof ApiError) return { events, error };
        throw error;
      }
    };

    it("by lines, however the network cuts them", async () => {
      server.answer = (_, response) => {
        response.write('{"a":1}\n{"b"');
        setImmediate(() => response.end(':"ü"}\n\n{"c":3}\n'));
      };
      expect(await watched()).to.deep.equal({ events: [{ a: 1 }, { b: "ü" }, { c: 3 }] });
    });

    it("and leaves out a last line that has no end", async () => {
      server.answer = (_, response) => response.end('{"a":1}\n{"b":');
      expect(await watched()).to.deep.equal({ events: [{ a: 1 }] });
    });

    it("until the connection breaks, and says so", async () => {
      server.answer = (_, response) => {
        response.write('{"a":1}\n', () => setImmediate(() => response.destroy()));
      };
      const { events, error } = await watched();
      expect(events).to.deep.equal([{ a: 1 }]);
      expect(error?.kind).to.equal("retryable");
    });

    it("not at all where they are refused", async () => {
      server.answer = (_, response) => response.writeHead(410).end("gone");
      expect((await watched()).error?.status).to.equal(410);
    });
  });
});
