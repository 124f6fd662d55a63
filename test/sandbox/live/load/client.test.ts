import { expect } from "chai";
import { type Answer, Client } from "../../../../sandbox/live/load/client";
import { type Address, addressText } from "../../../../sandbox/live/load/entries";
import { type KindName, requestKinds } from "../../../../sandbox/live/load/kinds";
import { answering, certificates, HOST, type Serving, TlsEntry } from "./tls-entry";

/** Nobody listens there. */
const NOBODY: Address = { ip: "127.0.0.1", port: 1 };

describe("a user of a load", () => {
  const entries: TlsEntry[] = [];
  const clients: Client[] = [];
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    for (const entry of entries.splice(0)) entry.die();
  });

  const open = async (serving: Serving): Promise<TlsEntry> => {
    const entry = await TlsEntry.open(serving);
    entries.push(entry);
    return entry;
  };

  const clientOf = async (
    addresses: readonly Address[],
    more: { deadlineMs?: number; pingMs?: number; pingTimeoutMs?: number; authority?: string } = {},
  ): Promise<(kind: KindName) => Promise<Answer>> => {
    const client = new Client({
      host: HOST,
      addresses: () => addresses,
      token: ({ isBound }) => (isBound ? "bound-token" : "token"),
      authority: (await certificates()).authority,
      connectMs: 5_000,
      pingMs: 60_000,
      pingTimeoutMs: 60_000,
      deadlineMs: 10_000,
      shunMs: 60_000,
      ...more,
    });
    clients.push(client);
    return (kind) => client.send(requestKinds[kind]);
  };

  it("asks over one connection, with its token, and a key of its own where the kind has one", async () => {
    const entry = await open(answering("eu-west-1"));
    const send = await clientOf([entry.address]);
    const answers = await Promise.all([
      send("get"),
      send("post-key"),
      send("post-key"),
      send("bound-post"),
    ]);
    for (const answer of answers) {
      expect(answer).to.deep.equal({ status: 200, region: "eu-west-1", tries: 1 });
    }
    const [get, one, other, bound] = entry.seen;
    expect(get).to.include({
      ":method": "GET",
      ":path": "/v1/intents",
      ":authority": HOST,
      authorization: "Bearer token",
    });
    expect(get).not.to.have.property("idempotency-key");
    expect(one?.["idempotency-key"]).to.match(/^[0-9a-f-]{36}$/);
    expect(other?.["idempotency-key"]).not.to.equal(one?.["idempotency-key"]);
    expect(bound).to.include({ ":method": "POST", authorization: "Bearer bound-token" });
    expect(bound).not.to.have.property("idempotency-key");
  });

  it("takes the next address where one takes no connection, for every kind, and remembers it", async () => {
    const entry = await open(answering("us-east-1"));
    const send = await clientOf([NOBODY, entry.address]);
    expect(await send("post")).to.deep.equal({ status: 200, region: "us-east-1", tries: 2 });
    expect(await send("post")).to.deep.equal({ status: 200, region: "us-east-1", tries: 1 });
  });

  it("says why where no address takes a connection", async () => {
    const send = await clientOf([NOBODY]);
    expect(await send("get")).to.deep.equal({
      tries: 2,
      error: `${addressText(NOBODY)}: connection refused`,
    });
  });

  it("believes no certificate of another authority", async () => {
    const entry = await open(answering("eu-west-1"));
    const send = await clientOf([entry.address], { authority: "" });
    const { status, error } = await send("get");
    expect(status).to.equal(undefined);
    expect(error).to.include("certificate");
    expect(entry.seen).to.deep.equal([]);
  });

  it("sends what may be repeated elsewhere when its entry dies, and nothing else", async () => {
    let arrived = 0;
    const dying = await open(() => {
      if (++arrived === 3) dying.die();
    });
    const other = await open(answering("us-east-1"));
    const send = await clientOf([dying.address, other.address]);
    const [get, keyed, post] = await Promise.all([send("get"), send("post-key"), send("post")]);
    expect(get).to.deep.equal({ status: 200, region: "us-east-1", tries: 2 });
    expect(keyed).to.deep.equal({ status: 200, region: "us-east-1", tries: 2 });
    expect(post.status).to.equal(undefined);
    expect(post.tries).to.equal(1);
    const key = "idempotency-key";
    const [first] = dying.seen.flatMap((headers) => headers[key] ?? []);
    expect(other.seen.map((headers) => headers[key])).to.deep.equal([undefined, first]);
  });

  it("takes every answer for an answer, and repeats nothing because of it", async () => {
    const entry = await open(answering("eu-west-1", 503));
    const other = await open(answering("us-east-1"));
    const send = await clientOf([entry.address, other.address]);
    expect(await send("get")).to.deep.equal({ status: 503, region: "eu-west-1", tries: 1 });
    expect(other.seen).to.deep.equal([]);
  });

  it("leaves a connection that answers no ping, and what waits on it is sent elsewhere", async () => {
    const silent = await open(() => undefined);
    const other = await open(answering("us-east-1"));
    const send = await clientOf([silent.address, other.address], { pingMs: 20, pingTimeoutMs: 0 });
    expect(await send("get")).to.deep.equal({ status: 200, region: "us-east-1", tries: 2 });
  });

  it("gives up in the end", async () => {
    const silent = await open(() => undefined);
    const send = await clientOf([silent.address], { deadlineMs: 300 });
    expect(await send("get")).to.deep.equal({ tries: 1, error: "no answer within 300 ms" });
  });
});
