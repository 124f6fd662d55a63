import { request } from "node:http";
import { z } from "zod";
import { NetworkError } from "./failure";

/** How packets go from one site to another. */
export interface Link {
  /** One way, in ms. */
  readonly delayMs: number;
  /** The delay is spread evenly over this much on either side, in ms; packets keep their order. */
  readonly jitterMs: number;
  /** Bandwidth in Mbit/s (10^6 bits); absent: unlimited. */
  readonly mbps?: number;
  /** How many packets are lost, as a ratio from 0 to 1. */
  readonly loss?: number;
}

const recordSchema = z.record(
  z.string(),
  z.object({
    packets: z.int(),
    bytes: z.int(),
    dropped: z.int(),
    connections: z.record(z.string(), z.int()),
  }),
);

/**
 * What went since the router's start, by `from>to`: packets and bytes that were let through, packets
 * that were not (cut, lost, or too many for the bandwidth), and requests for a TCP connection by
 * destination `address:port`, those of repeated SYN packets included.
 */
export type RouterRecord = Readonly<z.infer<typeof recordSchema>>;

/** Control of what lies between the sites. */
export interface Router {
  /** Changes links, by `from>to`; the others stay. */
  setLinks(links: Readonly<Record<string, Link>>): Promise<void>;
  /**
   * Lets nothing more pass in one direction. `drop`: silently; `reset`: both ends of a TCP connection
   * that sends are told that it is over, all else is dropped silently.
   */
  cut(from: string, to: string, how: "drop" | "reset"): Promise<void>;
  /** Takes cuts back: that of one direction, or all. */
  heal(from?: string, to?: string): Promise<void>;
  record(): Promise<RouterRecord>;
}

/** Bound of one answer. */
const ANSWER_BOUND_MS = 10_000;

/** The router that listens on a Unix socket. */
export function routerAt(socket: string): Router {
  const post = async (path: string, body: unknown) => {
    await ask(socket, "POST", path, body);
  };
  return {
    setLinks: (links) => post("/links", links),
    cut: (from, to, how) => post("/cut", { from, to, how }),
    heal: (from = "", to = "") => post("/heal", { from, to }),
    record: async () => recordSchema.parse(JSON.parse(await ask(socket, "GET", "/record"))),
  };
}

/** Whether a router answers. */
export async function answers(socket: string): Promise<boolean> {
  return await ask(socket, "GET", "/ready").then(
    () => true,
    () => false,
  );
}

async function ask(
  socketPath: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<string> {
  const refuse = (reason: string) =>
    new NetworkError(
      "router",
      `the router at ${socketPath} did not do ${method} ${path}: ${reason}`,
    );
  return await new Promise((resolve, reject) => {
    const sent = request(
      { socketPath, method, path, timeout: ANSWER_BOUND_MS, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", (error) => {
          reject(refuse(error.message));
        });
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          if (response.statusCode === 200) resolve(text);
          else reject(refuse(text.trim()));
        });
      },
    );
    sent.on("timeout", () => sent.destroy(new Error("no answer in time")));
    sent.on("error", (error) => {
      reject(refuse(error.message));
    });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
