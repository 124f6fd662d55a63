import { type ClientHttp2Session, connect as speak, constants } from "node:http2";
import { connect as dial } from "node:tls";
import { once } from "node:events";
import { type Address, addressText } from "./entries";

export interface ConnectionOptions {
  /** What certificates of entries are checked against, PEM. */
  readonly authority: string | Buffer;
  /** Time for TCP and TLS together, ms. */
  readonly connectMs: number;
  /** From one ping to the next, ms: what tells a client that nobody is there any more. */
  readonly pingMs: number;
  /** After that a ping counts as unanswered, and its connection as broken, ms. */
  readonly pingTimeoutMs: number;
}

/** Nothing has been sent, so any request may be sent elsewhere. */
export class NotConnected extends Error {
  override readonly name = "NotConnected";
}

/** Something may have been sent; only what may be repeated may be sent again. */
export class ConnectionBroken extends Error {
  override readonly name = "ConnectionBroken";
}

/** What is sent, as HTTP/2 has it. */
export interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** One HTTP/2 connection to an entry, over TLS. */
export class Connection {
  #isOpen = true;

  private constructor(
    private readonly session: ClientHttp2Session,
    { pingMs, pingTimeoutMs }: ConnectionOptions,
  ) {
    const pinging = setInterval(() => {
      this.#ping(pingTimeoutMs);
    }, pingMs).unref();
    const over = (): void => {
      this.#isOpen = false;
      clearInterval(pinging);
    };
    // Requests hear of errors themselves.
    session.on("error", over).on("close", over).on("goaway", over);
  }

  /** @throws NotConnected with why, within the bound. */
  static async open(
    host: string,
    address: Address,
    options: ConnectionOptions,
  ): Promise<Connection> {
    const { authority, connectMs } = options;
    const socket = dial({
      host: address.ip,
      port: address.port,
      servername: host,
      ca: authority,
      ALPNProtocols: ["h2"],
    }).setNoDelay();
    try {
      const signal = AbortSignal.timeout(connectMs);
      await once(socket, "secureConnect", { signal });
      if (socket.alpnProtocol !== "h2") throw new Error("it does not speak HTTP/2");
    } catch (cause) {
      // What comes later has nobody to tell.
      socket.on("error", () => undefined).destroy();
      throw new NotConnected(`${addressText(address)}: ${whyNotConnected(cause, connectMs)}`, {
        cause,
      });
    }
    return new Connection(speak(`https://${host}`, { createConnection: () => socket }), options);
  }

  /** Whether new requests can be sent over it. */
  get isOpen(): boolean {
    return this.#isOpen && !this.session.closed && !this.session.destroyed;
  }

  /**
   * @throws NotConnected if certainly nothing was sent, or the other side says that it took nothing.
   * @throws ConnectionBroken if it ended before the whole answer was there, or the signal was given.
   */
  ask({ headers, body }: Message, signal: AbortSignal): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (!this.isOpen) {
        reject(new NotConnected("the connection has ended"));
        return;
      }
      const stream = this.session.request(
        { ...headers },
        { endStream: body === undefined, signal },
      );
      let reply: Reply | undefined;
      let isWhole = false;
      stream.on("response", (answer) => {
        reply = { status: Number(answer[":status"]), headers: answer };
      });
      stream.on("end", () => (isWhole = true));
      let why: Error | undefined;
      stream.on("error", (error: Error) => (why = error));
      stream.on("close", () => {
        if (reply !== undefined && isWhole) resolve(reply);
        else if (stream.rstCode === constants.NGHTTP2_REFUSED_STREAM) {
          reject(new NotConnected("the entry took no more requests", { cause: why }));
        } else
          reject(new ConnectionBroken(why?.message ?? "the connection was reset", { cause: why }));
      });
      stream.resume();
      if (body !== undefined) stream.end(body);
    });
  }

  close(): void {
    this.session.close();
  }

  #ping(timeoutMs: number): void {
    if (!this.isOpen) return;
    let isAnswered = false;
    this.session.ping(() => (isAnswered = true));
    setTimeout(() => {
      // If this machine was too busy to read the answer, it is read before that.
      setImmediate(() => {
        if (!isAnswered) this.session.destroy(new Error("the connection answers no ping"));
      });
    }, timeoutMs).unref();
  }
}

function whyNotConnected(cause: unknown, connectMs: number): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === "AbortError") return `no connection within ${connectMs} ms`;
  return "code" in cause && cause.code === "ECONNREFUSED" ? "connection refused" : cause.message;
}
