import { randomUUID } from "node:crypto";
import type { Weights } from "../../../routing/routes";
import { reasonsAbout } from "../controller/because";
import type { Decision } from "../decision/decide";
import { inWords, type Reason } from "../decision/reason";

export type FailoverKind = "failover" | "recovery" | "drain" | "pin" | "lift";

/** A row of the table failover_events: a decision that moved an entry's traffic. */
export interface FailoverEvent {
  readonly id: string;
  /** The entry whose traffic moved, and the region that it moved away from or back to. */
  readonly entryRegion: string;
  readonly region: string;
  readonly kind: FailoverKind;
  /** In words. */
  readonly reason: string;
  readonly before: Weights;
  readonly after: Weights;
  readonly occurredAtMs: number;
}

/** A row that an entry serves from now on, and why. */
export interface Move {
  readonly entry: string;
  readonly before: Weights;
  readonly after: Weights;
  /** What it was decided by. */
  readonly decision: Decision;
  readonly atMs: number;
}

/** Longest reason that is kept, characters. */
const LONGEST_REASON = 1_000;

/**
 * Tells which moves are failovers, recoveries or orders of operators. What moves only because it is better
 * off elsewhere is none of these.
 */
export class FailoverJudge {
  /** Why traffic has left a region, until it is back. */
  private readonly left = new Map<string, "failure" | "order">();
  private wasPinned = false;

  /** The events of a move, in the order of the topology. */
  judge(move: Move): FailoverEvent[] {
    const { entry, before, after, decision } = move;
    const events = decision.regions.flatMap((region, index) => {
      const delta = (after[region] ?? 0) - (before[region] ?? 0);
      const kind = this.kindOf(region, delta, situationOf(decision, entry, index));
      return kind === undefined ? [] : [eventOf(move, region, kind)];
    });
    const isPinned = decision.reasons.some(
      (reason) => reason.code === "pinned" && reason.entry === entry,
    );
    const ofPin = isPinned ? "pin" : this.wasPinned ? "lift" : undefined;
    this.wasPinned = isPinned;
    const most = largestGain(move);
    return ofPin === undefined || most === undefined
      ? events
      : [...events.filter(({ region }) => region !== most), eventOf(move, most, ofPin)];
  }

  private kindOf(
    region: string,
    delta: number,
    situation: "well" | "bad" | "ordered" | "returning",
  ): FailoverKind | undefined {
    if (delta < 0 && situation === "ordered") {
      this.left.set(region, "order");
      return "drain";
    }
    if (delta < 0 && situation === "bad") {
      this.left.set(region, "failure");
      return "failover";
    }
    if (delta <= 0 || situation === "ordered" || situation === "bad") return undefined;
    const because = this.left.get(region);
    if (situation === "well") this.left.delete(region);
    if (because === "order") return "lift";
    return because === "failure" || situation === "returning" ? "recovery" : undefined;
  }
}

/** Whether an event has taken a region out of the entry's traffic without anybody asking for it. */
export const takesOut = ({ kind, region, after }: FailoverEvent): boolean =>
  kind === "failover" && (after[region] ?? 0) === 0;

function situationOf(
  { states, next, regions }: Decision,
  entry: string,
  index: number,
): "well" | "bad" | "ordered" | "returning" {
  if (states[index] === "draining") return "ordered";
  if (next.down[regions.indexOf(entry)]?.[index] === true) return "bad";
  if (states[index] === "failed" || states[index] === "degraded") return "bad";
  return states[index] === "recovering" ? "returning" : "well";
}

const eventOf = (
  { entry, before, after, decision, atMs }: Move,
  region: string,
  kind: FailoverKind,
): FailoverEvent => ({
  id: randomUUID(),
  entryRegion: entry,
  region,
  kind,
  reason: reasonOf(entry, region, kind, decision.reasons),
  before,
  after,
  occurredAtMs: atMs,
});

function reasonOf(
  entry: string,
  region: string,
  kind: FailoverKind,
  reasons: readonly Reason[],
): string {
  const relevant = [
    ...reasonsAbout(region, reasons),
    ...reasons.filter(
      (reason) =>
        (reason.code === "link-down" && reason.entry === entry && reason.region === region) ||
        (reason.code === "override" &&
          reason.override.kind === "pin" &&
          reason.override.entry === entry),
    ),
  ];
  const words = relevant.map(inWords).join(" ") || otherwise(region, kind);
  return words.slice(0, LONGEST_REASON);
}

function otherwise(region: string, kind: FailoverKind): string {
  switch (kind) {
    case "recovery":
      return `${region} is well again.`;
    case "lift":
      return "The order has been lifted or has expired.";
    case "failover":
    case "drain":
    case "pin":
      return `${region} gets less.`;
  }
}

/** Where most of what a pin moves, or its end, goes to. */
function largestGain({ before, after, decision: { regions } }: Move): string | undefined {
  let most = 0;
  let best: string | undefined;
  for (const region of regions) {
    const gain = (after[region] ?? 0) - (before[region] ?? 0);
    if (gain <= most) continue;
    most = gain;
    best = region;
  }
  return best;
}
