import type { DecisionSettings } from "../settings";
import type { Memory } from "./memory";
import type { ProbeRows } from "./snapshot";

/** Which links answer, and what that says about the regions at their ends. */
export interface Links {
  /** Entry by region: this entry cannot reach that region. */
  readonly down: readonly (readonly boolean[])[];
  /** Whether a region can be reached by anybody else; by itself if nobody else says anything. */
  readonly reach: readonly Reach[];
}

export type Reach = "reached" | "lost" | "unknown";

/**
 * A link is down after some failed probes in a row and up after more answered ones; while nothing new
 * is known it stays as it is. A region is lost when one entry is sure and no other has just had an
 * answer: a link that is cut between two regions fails neither. An entry whose own gateway is dead, or has
 * just come back, is sure of nothing: whatever it asked for has ended there.
 *
 * @param fresh what the entries said about their links, as far as it is still true.
 */
export function observeLinks(
  { down: before }: Pick<Memory, "down">,
  fresh: ProbeRows,
  settings: DecisionSettings["probes"],
): Links {
  const { failAfter, recoverAfter } = settings;
  const down = before.map((row, entry) => {
    const probes = fresh[entry];
    if (probes === undefined) return row;
    return row.map((wasDown, region) => {
      const probe = probes[region];
      if (probe === undefined) return wasDown;
      return wasDown ? !(probe.successes >= recoverAfter) : probe.failures >= failAfter;
    });
  });
  const seen = { fresh, down, recoverAfter };
  return { down, reach: before.map((_, region) => reachOf(region, seen)) };
}

/** What reach is told by: what entries say now, and which links are down by it. */
interface Seen {
  readonly fresh: ProbeRows;
  readonly down: Links["down"];
  readonly recoverAfter: number;
}

function reachOf(region: number, seen: Seen): Reach {
  let said: Reach | undefined;
  for (let entry = 0; entry < seen.fresh.length; entry++) {
    if (entry === region) continue;
    const one = saidBy(entry, region, seen);
    if (one === "reached") return one;
    if (one === "lost" || said === undefined) said = one;
  }
  return said ?? saidBy(region, region, seen) ?? "unknown";
}

/**
 * What one entry says about a region: neither at the first probe that fails, nor over a link that answers
 * and is not up again yet; nothing while its own gateway may be what does not answer.
 */
function saidBy(entry: number, region: number, seen: Seen): Reach | undefined {
  const probe = seen.fresh[entry]?.[region];
  if (probe === undefined) return undefined;
  const isDown = seen.down[entry]?.[region] === true;
  if (probe.failures === 0) return isDown ? "unknown" : "reached";
  if (entry !== region && !passesOwnGateway(entry, probe.failures, seen)) return undefined;
  return isDown ? "lost" : "unknown";
}

/**
 * Whether an entry has got as far as its own gateway, which alone is on the way to its own region, for as
 * long as its probes of another one have failed; no longer than a link takes to be up again.
 */
function passesOwnGateway(entry: number, failures: number, { fresh, recoverAfter }: Seen): boolean {
  const own = fresh[entry]?.[entry];
  return own === undefined || own.successes >= Math.min(failures, recoverAfter);
}
