import { once } from "node:events";
import { type AddressInfo, connect, createServer, type ListenOptions, type Server } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { serveRelay } from "../../../../sandbox/live/border/relay";
import { temporaryFolder } from "../../processes/temporary-folder";

describe("a relay", () => {
  const folder = temporaryFolder();
  const servers: Server[] = [];
  const opened = async (server: Server): Promise<AddressInfo | string> => {
    if (!server.listening) await once(server, "listening");
    servers.push(server);
    const address = server.address();
    if (address === null) throw new Error("It does not listen.");
    return address;
  };
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  const greeter = () =>
    opened(createServer((socket) => socket.end("good morning")).listen(0, "127.0.0.1"));
  const to = (address: AddressInfo | string) =>
    typeof address === "string" ? connect(address) : connect(address.port, address.address);

  const places: Readonly<Record<string, () => ListenOptions>> = {
    "a port": () => ({ port: 0, host: "127.0.0.1" }),
    "a Unix socket": () => ({ path: join(folder(), "relay.sock") }),
  };

  for (const [place, where] of Object.entries(places)) {
    it(`at ${place} goes on after what it could lead nowhere`, async () => {
      const target = await greeter();
      let isThere = false;
      const server = await serveRelay(where(), () =>
        isThere ? Promise.resolve(to(target)) : Promise.reject(new Error("nobody is there")),
      );
      const relay = await opened(server);

      const refused = to(relay);
      const end = new Promise<string>((resolve) => {
        refused.once("error", ({ code }: NodeJS.ErrnoException) => {
          resolve(code ?? "");
        });
        refused.once("end", () => {
          resolve("end");
        });
      });
      refused.resume();
      expect(await end).to.equal(place === "a port" ? "ECONNRESET" : "end");

      isThere = true;
      expect(await text(to(relay))).to.equal("good morning");
    });
  }
});
