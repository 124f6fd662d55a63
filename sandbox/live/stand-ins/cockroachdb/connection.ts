import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkServerIdentity, type PeerCertificate } from "node:tls";
import { parseArgs } from "node:util";
import { Client } from "pg";
import { StandInError } from "./failure";

/** Longest time that a connection may take to come about, and one statement of another node, ms. */
const CONNECT_MS = 5_000;

const SQL_PORT = 26_257;

/** A node, and as whom it is spoken to. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Folder with `ca.crt`, `client.USER.crt` and `client.USER.key`. */
  readonly certsDir: string;
  readonly database?: string;
  /** Begins with TLS, whose server name a gateway reads. @default what every PostgreSQL client does */
  readonly directly?: true;
}

/** Options by which every command is told where the database is, as CockroachDB has them. */
export const connectionOptions = {
  host: { type: "string" },
  "certs-dir": { type: "string" },
  user: { type: "string", short: "u" },
} as const;

interface ConnectionValues {
  readonly host?: string | undefined;
  readonly "certs-dir"?: string | undefined;
  readonly user?: string | undefined;
}

/** Parses the options of a command that speaks to the database. @throws StandInError `bad-use` */
export function parsed<Options extends NonNullable<Parameters<typeof parseArgs>[0]>["options"]>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options: { ...connectionOptions, ...options } }).values;
  } catch (error) {
    throw new StandInError("bad-use", error instanceof Error ? error.message : String(error));
  }
}

/** Where a command's options and CockroachDB's own variables say that the database is. */
export function targetOf(
  values: ConnectionValues,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Target {
  const certsDir = values["certs-dir"] ?? environment["COCKROACH_CERTS_DIR"];
  if (certsDir === undefined) {
    throw new StandInError("bad-use", "no certificates: give --certs-dir or COCKROACH_CERTS_DIR");
  }
  const address = values.host ?? environment["COCKROACH_HOST"] ?? "localhost";
  const { host, port } = hostAndPort(address);
  return { host, port, certsDir, user: values.user ?? environment["COCKROACH_USER"] ?? "root" };
}

/** `host:port`, or a host alone. */
export function hostAndPort(address: string): { readonly host: string; readonly port: number } {
  const [host = "", port] = address.split(":");
  return { host, port: port === undefined ? SQL_PORT : Number(port) };
}

/** Connects, does something, and closes the connection whatever becomes of it. */
export async function connected<T>(target: Target, action: (client: Client) => Promise<T>) {
  const { host, port, user, certsDir, database = "postgres", directly } = target;
  const file = (name: string) => readFile(join(certsDir, name), "utf8");
  const client = new Client({
    ...{ host, port, user, database },
    ...(directly && { sslnegotiation: "direct", query_timeout: CONNECT_MS }),
    connectionTimeoutMillis: CONNECT_MS,
    ssl: {
      ca: await file("ca.crt"),
      cert: await file(`client.${user}.crt`),
      key: await file(`client.${user}.key`),
      checkServerIdentity: checkNode,
    },
  });
  // What breaks between two queries, the next query tells.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await action(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Node.js lets no wildcard stand before a single label, as in `*.cockroachdb`; CockroachDB does. */
function checkNode(host: string, certificate: PeerCertificate): Error | undefined {
  const wildcard = `DNS:*${host.slice(host.indexOf("."))}`;
  const names = certificate.subjectaltname?.split(", ") ?? [];
  return names.includes(wildcard) ? undefined : checkServerIdentity(host, certificate);
}
