import { type Answer, Client, type ClientOptions } from "./client";
import type { Entry, Lookup } from "./entries";
import { KnownAddresses } from "./names";
import type { ScheduledRequest } from "./schedule";

export interface FleetOptions extends Omit<ClientOptions, "host" | "addresses"> {
  readonly entries: readonly Entry[];
  readonly lookup: Lookup;
  /** Users near each entry, each with a connection of its own. */
  readonly clientsPerEntry: number;
  /** Ends what goes on beside requests. */
  readonly signal: AbortSignal;
}

/** What clients do unless they are told otherwise, ms. */
export const CLIENT_DEFAULTS = {
  connectMs: 1_000,
  // A browser pings a quiet connection before it relies on it; a phone's push connection does as often.
  pingMs: 1_000,
  // Longer than any round trip of the matrix with one loss.
  pingTimeoutMs: 2_000,
  deadlineMs: 15_000,
  shunMs: 10_000,
} as const;

/** All users of a load. */
export class Fleet {
  private constructor(private readonly clients: readonly (readonly Client[])[]) {}

  /** @throws OperatorError if DNS does not know an entry. */
  static async of(options: FleetOptions): Promise<Fleet> {
    const { entries, lookup, clientsPerEntry, signal } = options;
    const clients = await Promise.all(
      entries.map(async (entry) => {
        const known = await KnownAddresses.of(entry, lookup, signal);
        const own = { ...options, host: entry.host, addresses: () => known.current };
        return Array.from({ length: clientsPerEntry }, () => new Client(own));
      }),
    );
    return new Fleet(clients);
  }

  /** Has the next user of the request's entry send it. */
  send({ entry, index, kind }: ScheduledRequest): Promise<Answer> {
    const near = this.clients[entry] ?? [];
    const client = near[index % near.length];
    if (client === undefined) throw new Error(`Nobody is near the entry ${entry}.`);
    return client.send(kind);
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.flat().map((client) => client.close()));
  }
}
