import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Client, type ClientConfig } from "pg";
import { OperatorError } from "../../config/operator-error";
import type { QueryableStore } from "../../state/residency-audit";
import type { StoreAddress } from "./store-address";

/** A state store with an open connection. */
export interface OpenStore extends QueryableStore {
  close(): Promise<void>;
}

/**
 * Opens a connection that only reads.
 *
 * @throws OperatorError if there is none to be had. Nothing of a URL is repeated: it may hold a password.
 */
export async function openStore(address: StoreAddress): Promise<OpenStore> {
  const client = new Client({
    ...where(address),
    application_name: "nephoran audit",
    connectionTimeoutMillis: address.timeoutMs,
    query_timeout: address.timeoutMs,
  });
  // A connection that breaks between two questions is told by the next one.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("SET default_transaction_read_only = on");
  } catch (error) {
    await client.end().catch(() => undefined);
    const why = error instanceof Error ? error.message : String(error);
    const place = "url" in address ? "The state store at --url" : `${address.host}:${address.port}`;
    throw new OperatorError(
      `${place} cannot be reached: ${why}. Is it there, do the certificates fit, and may this user ` +
        "log in from here?",
    );
  }
  return {
    rows: async (sql) => (await client.query<object>(sql)).rows,
    close: () => client.end(),
  };
}

function where(address: StoreAddress): ClientConfig {
  if ("url" in address) return { connectionString: address.url };
  const { host, port, user, certsDir } = address;
  const file = (name: string): string => {
    try {
      return readFileSync(join(certsDir, name), "utf8");
    } catch {
      throw new OperatorError(
        `${join(certsDir, name)} cannot be read. --certs-dir has to hold ca.crt, client.${user}.crt ` +
          `and client.${user}.key.`,
      );
    }
  };
  return {
    host,
    port,
    user,
    database: "defaultdb",
    ssl: {
      ca: file("ca.crt"),
      cert: file(`client.${user}.crt`),
      key: file(`client.${user}.key`),
    },
  };
}
