import { once } from "node:events";
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2Server,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { IncomingHttpHeaders } from "node:http2";
import type { AddressInfo } from "node:net";
import type { Address } from "../../../../sandbox/live/load/entries";
import { keyPem, newKey } from "../../../../pki/x509/keys";
import { selfSign, signCertificate } from "../../../../pki/x509/sign";

export const HOST = "nephoran.io";

/** A root of its own, and what an entry shows of it. */
interface Certificates {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

let made: Promise<Certificates> | undefined;

/** Made once, at random. */
export const certificates = (): Promise<Certificates> => (made ??= make());

async function make(): Promise<Certificates> {
  const now = new Date();
  const root = await newKey();
  const key = await newKey();
  const named = (commonName: string) => ({ commonName, organization: "Nephoran" });
  const authority = await selfSign(
    { subject: named("root"), lifetimeDays: 1, use: { kind: "ca", pathLength: 0 } },
    root,
    now,
  );
  const certificate = await signCertificate(
    {
      subject: named(HOST),
      lifetimeDays: 1,
      use: { kind: "leaf", purposes: ["serverAuth"], names: [{ kind: "dns", value: HOST }] },
    },
    key,
    { certificate: authority, key: root },
    now,
  );
  return { authority, certificate, key: keyPem(key) };
}

/** What an entry does with a request. */
export type Serving = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

/** Answers 200, and says which region it is. */
export const answering =
  (region: string, status = 200): Serving =>
  (stream) => {
    stream.respond({ ":status": status, "x-nephoran-region": region });
    stream.end("{}");
  };

/** An entry on the loopback. */
export class TlsEntry {
  readonly #sessions = new Set<ServerHttp2Session>();
  /** What it was asked for, in order. */
  readonly seen: IncomingHttpHeaders[] = [];

  private constructor(
    private readonly server: Http2SecureServer,
    serving: Serving,
  ) {
    (server as unknown as Http2Server).on("session", (session) => {
      this.#sessions.add(session);
      session.on("close", () => this.#sessions.delete(session)).on("error", () => undefined);
    });
    server.on("stream", (stream, headers) => {
      stream.on("error", () => undefined);
      this.seen.push(headers);
      serving(stream, headers);
    });
  }

  static async open(serving: Serving): Promise<TlsEntry> {
    const { certificate: cert, key } = await certificates();
    const server = createSecureServer({ cert, key });
    const entry = new TlsEntry(server, serving);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return entry;
  }

  get address(): Address {
    return { ip: "127.0.0.1", port: (this.server.address() as AddressInfo).port };
  }

  /** Takes no more connections, and breaks those that there are. */
  die(): void {
    this.server.close();
    for (const session of this.#sessions) session.destroy();
  }
}
