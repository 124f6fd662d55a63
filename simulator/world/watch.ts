import type {
  ObservedRoutes,
  Tick,
  Write,
} from "../../services/traffic-controller/controller/controller";
import type { Decision } from "../../services/traffic-controller/decision/decide";
import type { Replica } from "./replica";

/** One tick of one replica. */
export interface Look {
  readonly replica: Replica;
  readonly tick: Tick;
  /** The decision of the same process at its tick before; left out at its first. */
  readonly before: Decision | undefined;
  /** The time by the replica's own clock, ms. */
  readonly nowMs: number;
}

/** A write on its way to the API server, or carried out by it. */
export interface SentWrite {
  readonly replica: Replica;
  /** Of the process that sent it. */
  readonly identity: string;
  readonly write: Write;
  readonly decision: Decision;
  /** When it was decided, virtual ms. */
  readonly decidedAtMs: number;
}

/**
 * Who looks on. Each answers what is wrong, in words, or nothing. Times are virtual, in ms, unless they
 * are said to be a replica's.
 */
export interface Watch {
  /** A replica has decided. */
  ticked?(look: Look): string | undefined;
  /** A replica sends a write. */
  sent?(sent: SentWrite): string | undefined;
  /** The API server has carried out a write. */
  wrote?(sent: SentWrite, before: ObservedRoutes): string | undefined;
  /** A second has passed. */
  second?(nowMs: number): string | undefined;
}
