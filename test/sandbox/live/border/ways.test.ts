import { expect } from "chai";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { serveConnect } from "../../../../sandbox/live/border/connect-proxy";
import {
  dial,
  dialSocket,
  dialThrough,
  parseAuthority,
} from "../../../../sandbox/live/border/dial";
import { egressTo } from "../../../../sandbox/live/border/egress";
import { serveRelay } from "../../../../sandbox/live/border/relay";
import { tunnelOf } from "../../../../sandbox/live/border/tunnel";
import { temporaryFolder } from "../../processes/temporary-folder";

/** All that a connection brings until its end; the other direction stays as it is. */
async function allOf(socket: Socket): Promise<string> {
  let text = "";
  for await (const part of socket.iterator({ destroyOnReturn: false })) text += String(part);
  return text;
}

describe("the ways over a border", () => {
  const folder = temporaryFolder();
  const file = (name: string) => join(folder(), name);
  const servers: { close: () => unknown }[] = [];
  const open = <S extends { close: () => unknown }>(server: S): S => {
    servers.push(server);
    return server;
  };

  let upperCase: Server;
  const authority = () => `127.0.0.1:${String((upperCase.address() as AddressInfo).port)}`;
  beforeEach(async () => {
    // Answers once its caller has said all, as protocols with half-closed connections do.
    upperCase = createServer({ allowHalfOpen: true }, (socket) => {
      void allOf(socket).then((text) => socket.end(text.toUpperCase()));
    });
    open(upperCase).listen(0, "127.0.0.1");
    await once(upperCase, "listening");
  });
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  it("carry both directions, and an end in one of them", async () => {
    open(await serveConnect(file("tunnel.sock"), dial));
    const socket = await dialThrough(file("tunnel.sock"), authority());
    socket.end("over the border");
    expect(await allOf(socket)).to.equal("OVER THE BORDER");
  });

  it("take the place of a socket that was left behind", async () => {
    await writeFile(file("tunnel.sock"), "");
    open(await serveConnect(file("tunnel.sock"), dial));
    const socket = await dialThrough(file("tunnel.sock"), authority());
    socket.end("again");
    expect(await allOf(socket)).to.equal("AGAIN");
  });

  it("tell that nobody takes a connection from that no border is open", async () => {
    const failure = async () =>
      await tunnelOf(folder())
        .connect("127.0.0.1", 1)
        .catch((error: unknown) => error);
    expect(await failure()).to.include({ name: "BorderError", code: "not-open" });
    open(await serveConnect(file("tunnel.sock"), dial));
    const refused = await failure();
    expect(refused).to.include({ name: "BorderError", code: "refused" });
    expect(String(refused)).to.match(/127\.0\.0\.1:1 takes no connection: .*ECONNREFUSED/);
  });

  it("lead to kubelets on the host, and to all else through the tunnel", async () => {
    const asked: string[] = [];
    open(
      await serveConnect(file("tunnel.sock"), (where) => {
        asked.push(where);
        return dial(authority());
      }),
    );
    const { port } = upperCase.address() as AddressInfo;
    const egress = egressTo(file("tunnel.sock"));
    for (const where of [`localhost:${String(port)}`, "10.96.0.7:443", "10.1.253.2:15017"]) {
      const connection = await egress(where);
      connection.end("hello");
      expect(await allOf(connection)).to.equal("HELLO");
    }
    expect(asked).to.deep.equal(["10.96.0.7:443", "10.1.253.2:15017"]);
  });

  it("hand connections at a socket on to a server", async () => {
    open(await serveRelay({ path: file("api.sock") }, () => dial(authority())));
    const socket = await dialSocket(file("api.sock"));
    socket.end("to the server");
    expect(await allOf(socket)).to.equal("TO THE SERVER");
  });

  it("reset a connection whose server does not run", async () => {
    const relay = open(
      await serveRelay({ port: 0, host: "127.0.0.1" }, () => dialSocket(file("absent.sock"))),
    );
    const { port } = relay.address() as AddressInfo;
    const socket = await dial(`127.0.0.1:${String(port)}`);
    const error: unknown = await allOf(socket).catch((cause: unknown) => cause);
    expect(error).to.have.property("code", "ECONNRESET");
  });
});

describe("where a connection leads", () => {
  it("is a host and a port, of either family", () => {
    expect(parseAuthority("10.1.253.2:80")).to.deep.equal({ host: "10.1.253.2", port: 80 });
    expect(parseAuthority("hook.apps.svc:443")).to.deep.equal({ host: "hook.apps.svc", port: 443 });
    expect(parseAuthority("[::1]:80")).to.deep.equal({ host: "::1", port: 80 });
  });

  it("is refused where it names no port", () => {
    for (const text of ["", "10.1.253.2", ":80", "::1:80", "host:port"]) {
      expect(() => parseAuthority(text), text).to.throw("is not a host and a port");
    }
  });
});
