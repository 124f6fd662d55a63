import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Client, type ClientConfig, DatabaseError } from "pg";
import type { FailoverEvent } from "./failover-events";

/** Where failover_events is. */
export interface Database {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** A role of state/roles.ts. */
  readonly user: string;
  /** Folder with `ca.crt`, `client.USER.crt` and `client.USER.key`; read anew for each connection. */
  readonly certsDir: string;
}

/** What became of a row: `repeated` has been there already, `dropped` is lost. */
export type RowResult = "added" | "repeated" | "dropped";

export interface EventRowsOptions {
  readonly connection: () => Promise<ClientConfig>;
  readonly onResult: (result: RowResult) => void;
  /** A failure in words; at most one for each try. */
  readonly onFailure?: (message: string) => void;
  /** Most rows that wait. */
  readonly capacity?: number;
  /** Wait after the first failure in a row; it doubles up to `longestRetryMs`. */
  readonly firstRetryMs?: number;
  readonly longestRetryMs?: number;
  /** Longest time that one connection or insert may take. */
  readonly timeoutMs?: number;
}

const CAPACITY = 200;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
const TIMEOUT_MS = 5_000;

/** How the database is spoken to: as a role, by its certificate, never without TLS. */
export async function connectionTo({ certsDir, ...to }: Database): Promise<ClientConfig> {
  const file = (name: string) => readFile(join(certsDir, name), "utf8");
  const [ca, cert, key] = await Promise.all([
    file("ca.crt"),
    file(`client.${to.user}.crt`),
    file(`client.${to.user}.key`),
  ]);
  return { ...to, ssl: { ca, cert, key, rejectUnauthorized: true } };
}

const INSERT = `INSERT INTO failover_events
  (id, entry_region, region, kind, reason, weights_before, weights_after, occurred_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

/**
 * Adds rows to failover_events whenever the database is there. Nobody waits for it: rows wait in a queue,
 * whose oldest is dropped when it is full.
 */
export class EventRows {
  private readonly waiting: FailoverEvent[] = [];
  private readonly options: Required<Omit<EventRowsOptions, "onFailure">> &
    Pick<EventRowsOptions, "onFailure">;
  private running: Promise<void> | undefined;
  private isClosed = false;
  private wake: () => void = () => undefined;

  constructor(options: EventRowsOptions) {
    this.options = {
      capacity: CAPACITY,
      firstRetryMs: FIRST_RETRY_MS,
      longestRetryMs: LONGEST_RETRY_MS,
      timeoutMs: TIMEOUT_MS,
      ...options,
    };
  }

  /** Takes rows, and returns at once. */
  add(events: readonly FailoverEvent[]): void {
    for (const event of events) {
      if (this.isClosed) {
        this.options.onResult("dropped");
        continue;
      }
      this.waiting.push(event);
      if (this.waiting.length > this.options.capacity) {
        this.waiting.shift();
        this.options.onResult("dropped");
      }
    }
    if (this.waiting.length > 0) this.running ??= this.run();
  }

  /** Takes no more rows, tries those that wait once more, and drops what is left. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    let retryMs = this.options.firstRetryMs;
    while (this.waiting.length > 0) {
      const before = this.waiting.length;
      // Whatever comes after `close` is the last try.
      const isLast = this.isClosed;
      try {
        await this.addAll();
      } catch (error) {
        this.options.onFailure?.(messageOf(error));
        if (isLast) break;
        if (this.waiting.length < before) retryMs = this.options.firstRetryMs;
        await this.pause(retryMs);
        retryMs = Math.min(retryMs * 2, this.options.longestRetryMs);
      }
    }
    this.waiting.splice(0).forEach(() => {
      this.options.onResult("dropped");
    });
    this.running = undefined;
  }

  /** Adds what waits, one row after the other, through one connection. */
  private async addAll(): Promise<void> {
    const { connection, timeoutMs } = this.options;
    const client = new Client({
      ...(await connection()),
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
      application_name: "traffic-controller",
    });
    // A connection that breaks between two rows is noticed by the next one.
    client.on("error", () => undefined);
    try {
      await client.connect();
      for (let event = this.waiting[0]; event !== undefined; event = this.waiting[0]) {
        const result = await addRow(client, event);
        // While it was added, it may have become the oldest of a full queue.
        if (this.waiting[0] !== event) continue;
        this.waiting.shift();
        this.options.onResult(result);
      }
    } finally {
      await within(client.end(), timeoutMs);
    }
  }

  private async pause(ms: number): Promise<void> {
    if (this.isClosed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** @throws Error if the row may be added later. */
async function addRow(client: Client, event: FailoverEvent): Promise<RowResult> {
  try {
    await client.query(INSERT, [
      event.id,
      event.entryRegion,
      event.region,
      event.kind,
      event.reason,
      JSON.stringify(event.before),
      JSON.stringify(event.after),
      new Date(event.occurredAtMs).toISOString(),
    ]);
    return "added";
  } catch (error) {
    const code = error instanceof DatabaseError ? (error.code ?? "") : "";
    if (code === UNIQUE_VIOLATION) return "repeated";
    // What does not fit now never will: classes 22, data, and 23, constraints.
    if (/^2[23]/.test(code)) return "dropped";
    throw error;
  }
}

const UNIQUE_VIOLATION = "23505";

async function within(promise: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const bound = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([promise.catch(() => undefined), bound]);
  clearTimeout(timer);
}

const messageOf = (error: unknown): string =>
  error instanceof Error && error.message !== "" ? error.message : "The database does not answer.";
