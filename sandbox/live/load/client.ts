import { randomUUID } from "node:crypto";
import { Connection, ConnectionBroken, type ConnectionOptions, NotConnected } from "./connection";
import { type Address, addressText } from "./entries";
import type { RequestKind } from "./kinds";

/** What has become of a request, as the user sees it. */
export interface Answer {
  /** Absent: no answer came. */
  readonly status?: number;
  /** Who worked on it, by its own word. */
  readonly region?: string;
  readonly tries: number;
  /** Why no answer came. */
  readonly error?: string;
}

export interface ClientOptions extends ConnectionOptions {
  readonly host: string;
  /** What the host resolves to now, the best first. */
  readonly addresses: () => readonly Address[];
  /** Of a kind, if it brings one. */
  readonly token: (kind: RequestKind) => string | undefined;
  /** After that a request is given up, ms. */
  readonly deadlineMs: number;
  /** How long an address that took no connection comes after the others, ms. */
  readonly shunMs: number;
}

const PATH = "/v1/intents";
const BODY = JSON.stringify({ intent: "deploy a global AMF with 3 replicas" });
const REGION_HEADER = "x-nephoran-region";

/**
 * One user with one connection to an entry, as a browser has it. Where an address takes no connection the
 * next one is tried, for every request; where a connection breaks, only what may be repeated is sent again.
 * An answer is an answer, whatever it says: nothing is repeated because of it.
 */
export class Client {
  readonly #connections = new Map<string, Promise<Connection>>();
  readonly #shunnedUntil = new Map<string, number>();

  constructor(private readonly options: ClientOptions) {}

  /** Never fails. */
  async send(kind: RequestKind): Promise<Answer> {
    const { addresses, deadlineMs } = this.options;
    const message = this.#message(kind);
    const signal = AbortSignal.timeout(deadlineMs);
    const tried = new Set<string>();
    let tries = 0;
    let error = "no address is known";
    // Once more than there are addresses: a connection may have broken that a new one replaces.
    while (tries <= addresses().length && !isOver(signal)) {
      const address = this.#next(tried);
      if (address === undefined) break;
      tried.add(addressText(address));
      tries++;
      try {
        const connection = await this.#connection(address);
        const { status, headers } = await connection.ask(message, signal);
        const region = headers[REGION_HEADER];
        return { status, tries, ...(typeof region === "string" && { region }) };
      } catch (cause) {
        if (!(cause instanceof NotConnected || cause instanceof ConnectionBroken)) throw cause;
        error = isOver(signal) ? `no answer within ${deadlineMs} ms` : cause.message;
        if (cause instanceof ConnectionBroken && !kind.isRepeatable) break;
      }
    }
    return { tries, error };
  }

  async close(): Promise<void> {
    for (const connection of this.#connections.values()) {
      await connection.then(
        (open) => {
          open.close();
        },
        () => undefined,
      );
    }
  }

  #message(kind: RequestKind): { headers: Record<string, string>; body?: string } {
    const token = this.options.token(kind);
    return {
      headers: {
        ":authority": this.options.host,
        ":method": kind.method,
        ":path": PATH,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(kind.hasKey && { "idempotency-key": randomUUID() }),
        ...(kind.method === "POST" && { "content-type": "application/json" }),
      },
      ...(kind.method === "POST" && { body: BODY }),
    };
  }

  /** The best address that this request has not tried; once all have been, the best. */
  #next(tried: ReadonlySet<string>): Address | undefined {
    const now = performance.now();
    const all = this.options.addresses();
    const penalty = (address: Address): number => {
      const text = addressText(address);
      return (tried.has(text) ? 2 : 0) + ((this.#shunnedUntil.get(text) ?? 0) > now ? 1 : 0);
    };
    return [...all].sort((one, other) => penalty(one) - penalty(other))[0];
  }

  /** The connection to an address, a new one if there is none that can be used. */
  async #connection(address: Address): Promise<Connection> {
    const text = addressText(address);
    const known = this.#connections.get(text);
    if (known !== undefined && (await known).isOpen) return known;
    // Whoever came while this one waited has begun another.
    const begun = this.#connections.get(text);
    if (begun !== undefined && begun !== known) return begun;
    const opening = Connection.open(this.options.host, address, this.options);
    this.#connections.set(text, opening);
    opening.catch(() => {
      this.#connections.delete(text);
      this.#shunnedUntil.set(text, performance.now() + this.options.shunMs);
    });
    return opening;
  }
}

/** Whether it is given now: that changes while one waits. */
const isOver = ({ aborted }: AbortSignal): boolean => aborted;
