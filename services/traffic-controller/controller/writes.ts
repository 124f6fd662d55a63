import type { Weights } from "../../../routing/routes";
import { rowOf } from "../decision/memory";
import type { Reason } from "../decision/reason";
import { type Row, sameRow } from "../decision/row";
import { backoffMs } from "./backoff";
import type { ObservedRoutes } from "./observed-routes";

/** A row to serve from now on, if nobody has changed the routes since they were read. */
export interface Write {
  readonly weights: Weights;
  /** Of the VirtualService that the row was decided for: the write is conditional on it. */
  readonly resourceVersion: string;
  /** What the decision says of this entry, the regions and the orders. */
  readonly because: readonly Reason[];
}

/** Why a row was not written. */
export interface WriteFailure {
  /**
   * `conflict`: somebody else has changed the routes (409). `retryable`: too many requests, a server's
   * error, no answer. `refused`: any other status. `not-sent`: given up before it was sent.
   */
  readonly kind: "conflict" | "retryable" | "refused" | "not-sent";
  /** What the server asks for by Retry-After, ms. */
  readonly retryAfterMs?: number;
  /** In words, without secrets. */
  readonly message?: string;
}

/** The row that an entry serves, and since when. */
export interface Served {
  readonly row: Row;
  /** By what has been seen; left out before the routes were read. */
  readonly sinceMs?: number;
}

/** What became of the writes so far. */
export interface WritesStatus {
  /** Sent, with no answer yet. */
  readonly underWay?: Write;
  readonly last?: { readonly write: Write; readonly atMs: number };
  /** The last failure since the last write that succeeded. */
  readonly failure?: FailedWrite;
  /** Until the next try, ms; 0 where none is held back. */
  readonly backoffLeftMs: number;
}

/** A failure, when it was, and the how-manieth in a row. */
export type FailedWrite = WriteFailure & { readonly atMs: number; readonly inARow: number };

/**
 * The routes of an entry, and the writes to them: one at a time, each conditional on what was read, none
 * where nothing differs.
 */
export class RouteWrites {
  private routes: ObservedRoutes | undefined;
  private readAtMs = 0;
  private underWay: Write | undefined;
  private last:
    { readonly write: Write; readonly resourceVersion: string; readonly atMs: number } | undefined;
  private failure: FailedWrite | undefined;
  private answeredAtMs = -Infinity;

  /** @param served the row to start from before one has been read. */
  constructor(
    private readonly regions: readonly string[],
    private readonly identity: string,
    public served: Served,
  ) {}

  observed(routes: ObservedRoutes | undefined, nowMs: number, askedAtMs: number): void {
    if (askedAtMs < this.answeredAtMs) return;
    this.routes = routes;
    this.readAtMs = nowMs;
    const row = routes?.weights && rowOf(routes.weights, this.regions);
    if (row !== undefined) this.serves(row, nowMs);
  }

  /** The row as it was read last, or written since; left out where the routes hold none. */
  get weights(): Weights | undefined {
    return this.routes?.weights;
  }

  /** The write that makes the entry serve a row, unless it does, or none may be sent now. */
  propose(row: Row, because: () => readonly Reason[], nowMs: number): Write | undefined {
    const { routes } = this;
    if (routes === undefined || this.underWay !== undefined) return undefined;
    if (this.backoffLeftMs(nowMs) > 0) return undefined;
    // What has been written by this replica is as written, however the server hands it back.
    const isAsWritten = routes.isAsWritten || routes.resourceVersion === this.last?.resourceVersion;
    if (routes.weights !== undefined && isAsWritten && sameRow(row, this.served.row)) {
      return undefined;
    }
    const weights = Object.fromEntries(
      this.regions.map((region, index) => [region, row[index] ?? 0]),
    );
    return { weights, resourceVersion: routes.resourceVersion, because: because() };
  }

  sent(write: Write): void {
    this.underWay = write;
  }

  written(resourceVersion: string, write: Write, nowMs: number): void {
    this.underWay = undefined;
    this.failure = undefined;
    this.answeredAtMs = nowMs;
    this.last = { write, resourceVersion, atMs: nowMs };
    this.routes = { resourceVersion, weights: write.weights, isAsWritten: true };
    this.readAtMs = nowMs;
    const row = rowOf(write.weights, this.regions);
    if (row !== undefined) this.serves(row, nowMs);
  }

  failed(failure: WriteFailure, nowMs: number): void {
    this.underWay = undefined;
    if (failure.kind === "not-sent") return;
    this.answeredAtMs = nowMs;
    this.failure = { ...failure, atMs: nowMs, inARow: (this.failure?.inARow ?? 0) + 1 };
    // The routes have changed, or may have: nothing is written before they have been read again.
    this.routes = undefined;
  }

  status(nowMs: number): WritesStatus {
    const { underWay, last, failure } = this;
    return {
      ...(underWay && { underWay }),
      ...(last && { last: { write: last.write, atMs: last.atMs } }),
      ...(failure && { failure }),
      backoffLeftMs: this.backoffLeftMs(nowMs),
    };
  }

  /** The routes as they were read last; left out while they are not known. */
  routesStatus(nowMs: number): (ObservedRoutes & { readonly ageMs: number }) | undefined {
    return this.routes && { ...this.routes, ageMs: nowMs - this.readAtMs };
  }

  private backoffLeftMs(nowMs: number): number {
    const { failure } = this;
    if (failure === undefined || nowMs < failure.atMs) return 0;
    const waitMs = backoffMs(failure, failure.inARow, this.identity);
    return Math.max(0, failure.atMs + waitMs - nowMs);
  }

  private serves(row: Row, nowMs: number): void {
    const isNew = this.served.sinceMs === undefined || !sameRow(row, this.served.row);
    if (isNew) this.served = { row, sinceMs: nowMs };
  }
}
