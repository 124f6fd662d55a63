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
 * answer: a link that is cut between two regions fails neither.
 *
 * @param fresh what the entries said about their links, as far as it is still true.
 */
export function observeLinks(
  { down: before }: Pick<Memory, "down">,
  fresh: ProbeRows,
  { failAfter, recoverAfter }: DecisionSettings["probes"],
): Links {
  const down = before.map((row, entry) => {
    const probes = fresh[entry];
    if (probes === undefined) return row;
    return row.map((wasDown, region) => {
      const probe = probes[region];
      if (probe === undefined) return wasDown;
      return wasDown ? !(probe.successes >= recoverAfter) : probe.failures >= failAfter;
    });
  });
  return { down, reach: before.map((_, region) => reachOf(region, fresh, down)) };
}

function reachOf(region: number, fresh: ProbeRows, down: Links["down"]): Reach {
  let said: Reach | undefined;
  for (let entry = 0; entry < fresh.length; entry++) {
    if (entry === region) continue;
    const one = saidBy(entry, region, fresh, down);
    if (one === "reached") return one;
    if (one === "lost" || said === undefined) said = one;
  }
  return said ?? saidBy(region, region, fresh, down) ?? "unknown";
}

/** What one entry says about a region: neither at the first probe that fails. */
function saidBy(
  entry: number,
  region: number,
  fresh: ProbeRows,
  down: Links["down"],
): Reach | undefined {
  const probe = fresh[entry]?.[region];
  if (probe === undefined) return undefined;
  if (down[entry]?.[region] === true) return "lost";
  return probe.failures === 0 ? "reached" : "unknown";
}
