import { parseArgs } from "node:util";
import { hostAndPort } from "./connection";
import { StandInError } from "./failure";

/** What a node is told by the options of `cockroach start`, as far as the stand-in does any of it. */
export interface StartOptions {
  readonly certsDir: string;
  readonly store: string;
  readonly sqlPort: number;
  readonly httpPort: number;
  /** By which other regions know the node. */
  readonly address: string;
  readonly region: string;
  readonly zone: string;
  /** The node of the region that has the database. */
  readonly first: Address;
  /** A node of each other region. */
  readonly peers: readonly Address[];
}

/** Where a node takes SQL. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

const options = {
  "certs-dir": { type: "string" },
  store: { type: "string" },
  "listen-addr": { type: "string" },
  "http-addr": { type: "string" },
  "advertise-addr": { type: "string" },
  locality: { type: "string" },
  join: { type: "string" },
  "locality-advertise-addr": { type: "string" },
  cache: { type: "string" },
  "max-sql-memory": { type: "string" },
  "external-io-dir": { type: "string" },
  log: { type: "string" },
} as const;

/** @throws StandInError `bad-use` for an option that is not known, or one that lacks. */
export function startOptions(args: readonly string[]): StartOptions {
  const values = valuesOf(args);
  const given = (name: keyof typeof options): string => {
    const value = values[name];
    if (value === undefined) throw new StandInError("bad-use", `--${name} is not given`);
    return value;
  };
  const locality = new Map(
    given("locality")
      .split(",")
      .map((tier) => tier.split("=", 2) as [string, string]),
  );
  // Own nodes come first, and all of them have the same name but for their first label.
  const [first, ...peers] = given("join")
    .split(",")
    .map(hostAndPort)
    .filter(
      ({ host }, at, all) => at === all.findIndex((one) => groupOf(one) === groupOf({ host })),
    );
  if (first === undefined) throw new StandInError("bad-use", "--join names nobody");
  return {
    certsDir: given("certs-dir"),
    store: given("store").replace(/^path=/, ""),
    sqlPort: hostAndPort(given("listen-addr")).port,
    httpPort: hostAndPort(given("http-addr")).port,
    address: given("advertise-addr"),
    region: locality.get("region") ?? "",
    zone: locality.get("zone") ?? "",
    first,
    peers,
  };
}

const groupOf = ({ host }: Pick<Address, "host">): string => host.slice(host.indexOf("."));

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new StandInError("bad-use", error instanceof Error ? error.message : String(error));
  }
}
