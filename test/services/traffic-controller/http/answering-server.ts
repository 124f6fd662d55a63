import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { selfSign } from "../../../../pki/x509/sign";

/** A server that answers as each test wants it to. */
export interface AnsweringServer {
  readonly url: string;
  /** Its certificate, PEM; empty without TLS. */
  readonly authority: string;
  answer: RequestListener;
  /** Connections that were opened so far. */
  readonly connections: () => number;
}

/** One on a free port of the loopback address, for a suite. */
export function answeringServer(protocol: "http" | "https" = "http"): AnsweringServer {
  let server: Server | undefined;
  let connections = 0;
  const answering = {
    url: "",
    authority: "",
    answer: ((_, response) => response.end()) as RequestListener,
    connections: () => connections,
  };

  before(async () => {
    const listener: RequestListener = (request, response) => {
      answering.answer(request, response);
    };
    if (protocol === "https") {
      const { cert, key } = await selfSigned();
      answering.authority = cert;
      server = createTlsServer({ cert, key }, listener);
    } else server = createServer(listener);
    server.on(protocol === "https" ? "secureConnection" : "connection", () => connections++);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    answering.url = `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    if (server === undefined) return;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  });
  return answering;
}

/** A certificate of the loopback address, which trusts itself. */
export async function selfSigned(): Promise<{ readonly cert: string; readonly key: string }> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const cert = await selfSign(
    {
      subject: { commonName: "api", organization: "test" },
      lifetimeDays: 1,
      use: {
        kind: "leaf",
        purposes: ["serverAuth"],
        names: [{ kind: "ip", value: "127.0.0.1" }],
      },
    },
    privateKey,
    new Date(),
  );
  return { cert, key: privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
}
