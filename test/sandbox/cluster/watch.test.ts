import { expect } from "chai";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { watchCollection } from "../../../sandbox/cluster/watch";
import { testCertificate } from "../live/border/test-certificate";

const item = (name: string, version: number, color = "red") => ({
  metadata: { namespace: "apps", name, resourceVersion: String(version) },
  color,
});

const TOKEN = randomUUID();

/** An API server with one collection, which answers as a test says. */
class FakeApi {
  /** Queries of all requests so far. */
  readonly asked: URLSearchParams[] = [];
  private constructor(
    private readonly server: Server,
    readonly authority: string,
  ) {}

  static async start(
    list: () => object,
    stream: (answer: ServerResponse, from: string) => void,
  ): Promise<FakeApi> {
    const { key, certificate } = await testCertificate("localhost");
    const server = createServer({ key, cert: certificate });
    const api = new FakeApi(server, certificate);
    server.on("request", ({ url, headers }, answer: ServerResponse) => {
      const { searchParams } = new URL(url ?? "", "https://localhost");
      api.asked.push(searchParams);
      if (headers.authorization !== `Bearer ${TOKEN}`) answer.writeHead(401).end();
      else if (!searchParams.has("watch")) answer.end(JSON.stringify(list()));
      else stream(answer, searchParams.get("resourceVersion") ?? "");
    });
    server.listen(0, "localhost");
    await once(server, "listening");
    return api;
  }

  get access() {
    const { port } = this.server.address() as AddressInfo;
    return {
      region: "here",
      server: `https://localhost:${String(port)}`,
      authority: this.authority,
      token: TOKEN,
    };
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

const send = (answer: ServerResponse, type: string, object: object) =>
  answer.write(`${JSON.stringify({ type, object })}\n`);

describe("a collection that is followed", () => {
  let api: FakeApi;
  let ended: AbortController;
  let following: Promise<void>;
  beforeEach(() => {
    ended = new AbortController();
  });
  afterEach(async () => {
    ended.abort();
    await following;
    api.stop();
  });

  /** Follows until what is known is as wanted; gives all that was told on the way. */
  async function followUntil(wanted: Record<string, string>): Promise<Record<string, string>[]> {
    const told: Record<string, string>[] = [];
    await new Promise<void>((resolve) => {
      following = watchCollection(
        api.access,
        {
          path: "/apis/paint/v1/things?labelSelector=a",
          object: z.object({ color: z.string() }),
          onChange: (objects) => {
            const known = Object.fromEntries([...objects].map(([key, { color }]) => [key, color]));
            told.push(known);
            if (JSON.stringify(known) === JSON.stringify(wanted)) resolve();
          },
        },
        ended.signal,
      );
    });
    return told;
  }

  it("is listed first, then changed by what the stream says, from the list's version on", async () => {
    api = await FakeApi.start(
      () => ({ metadata: { resourceVersion: "7" }, items: [item("a", 3), item("b", 5)] }),
      (answer) => {
        send(answer, "MODIFIED", item("a", 8, "blue"));
        send(answer, "DELETED", item("b", 9));
        send(answer, "ADDED", item("c", 10));
      },
    );
    const told = await followUntil({ "apps/a": "blue", "apps/c": "red" });
    expect(told[0]).to.deep.equal({ "apps/a": "red", "apps/b": "red" });
    expect(api.asked[1]?.get("resourceVersion")).to.equal("7");
    expect(api.asked[1]?.get("labelSelector")).to.equal("a");
  });

  it("goes on from the newest version where a stream ends, bookmarks included", async () => {
    api = await FakeApi.start(
      () => ({ metadata: { resourceVersion: "7" }, items: [] }),
      (answer, from) => {
        if (from === "7") {
          send(answer, "BOOKMARK", { metadata: { resourceVersion: "20" } });
          answer.end();
        } else send(answer, "ADDED", item("a", 21));
      },
    );
    await followUntil({ "apps/a": "red" });
    expect(api.asked.map((query) => query.get("resourceVersion"))).to.deep.equal([null, "7", "20"]);
  });

  it("is listed anew where the version has been forgotten", async () => {
    let lists = 0;
    api = await FakeApi.start(
      () => {
        lists += 1;
        return { metadata: { resourceVersion: "7" }, items: lists === 1 ? [] : [item("a", 7)] };
      },
      (answer) => {
        send(answer, "ERROR", { code: 410, message: "too old" });
        answer.end();
      },
    );
    await followUntil({ "apps/a": "red" });
  });

  it("is listed anew where the connection breaks in the middle of a line", async () => {
    let lists = 0;
    api = await FakeApi.start(
      () => {
        lists += 1;
        return { metadata: { resourceVersion: "7" }, items: lists === 1 ? [] : [item("a", 7)] };
      },
      (answer) => {
        answer.write('{"type":"ADDED","object":{"meta', () => answer.destroy());
      },
    );
    await followUntil({ "apps/a": "red" });
  });

  it("tells why it cannot be followed, and goes on", async () => {
    let isServed = false;
    api = await FakeApi.start(
      () => ({ metadata: { resourceVersion: "7" }, items: [item("a", 7)] }),
      () => undefined,
    );
    const troubles: unknown[] = [];
    await new Promise<void>((resolve) => {
      const { access } = api;
      following = watchCollection(
        {
          ...access,
          get token() {
            return isServed ? access.token : "wrong";
          },
        },
        {
          path: "/apis/paint/v1/things",
          object: z.object({ color: z.string() }),
          onChange: () => {
            resolve();
          },
          onTrouble: (error) => {
            troubles.push(error);
            isServed = true;
          },
        },
        ended.signal,
      );
    });
    expect(troubles.length).to.equal(1);
    expect(String(troubles[0])).to.contain(
      "the API server of here answered GET /apis/paint/v1/things with 401",
    );
    expect(String(troubles[0])).not.to.contain("wrong");
  });
});
