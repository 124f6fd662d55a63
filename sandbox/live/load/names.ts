import { Resolver } from "node:dns/promises";
import { OperatorError } from "../../../config/operator-error";
import { type Address, addressesOf, type Entry, type Lookup } from "./entries";

export interface LookupOptions {
  /** DNS server, IP or IP:PORT. @default those of this machine */
  readonly server?: string;
  /** Addresses that are known without asking. */
  readonly known: ReadonlyMap<string, readonly Address[]>;
  /** Port of addresses that DNS gives. @default 443 */
  readonly port?: number;
}

/** How long one try of a question may take, ms, and how many there are. */
const TRY = { timeout: 1_000, tries: 3 } as const;

/** Asks DNS, in the order of its answer. */
export function dnsLookup({ server, known, port = 443 }: LookupOptions): Lookup {
  const resolver = new Resolver(TRY);
  if (server !== undefined) resolver.setServers([server]);
  return async (host) => {
    const given = known.get(host);
    if (given !== undefined) return given;
    try {
      return (await resolver.resolve4(host)).map((ip) => ({ ip, port }));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new OperatorError(
        `${server ?? "DNS"} does not say where ${host} is: ${why}. ` +
          "Name a server with --dns, or the address with --address HOST=IP.",
        { cause },
      );
    }
  };
}

/** How long clients go by an answer, ms. Requests never wait for the next one. */
const REFRESH_MS = 5_000;

/** The addresses of one entry, as clients know them. */
export class KnownAddresses {
  private constructor(private addresses: readonly Address[]) {}

  /**
   * Asks once before it answers, then again and again until the signal; where a later question fails,
   * the last answer holds.
   *
   * @throws OperatorError if the first question fails.
   */
  static async of(entry: Entry, lookup: Lookup, signal: AbortSignal): Promise<KnownAddresses> {
    const known = new KnownAddresses(await addressesOf(entry, lookup));
    const timer = setInterval(() => {
      addressesOf(entry, lookup).then(
        (addresses) => (known.addresses = addresses),
        () => undefined,
      );
    }, REFRESH_MS).unref();
    signal.addEventListener("abort", () => {
      clearInterval(timer);
    });
    return known;
  }

  get current(): readonly Address[] {
    return this.addresses;
  }
}
