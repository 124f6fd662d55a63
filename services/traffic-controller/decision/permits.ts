import type { RegionHealth } from "./memory";
import type { Standing } from "./override";

/** What bears on all entries alike; lists by region. */
export interface Conditions {
  readonly health: readonly RegionHealth[];
  readonly standing: Standing;
  /** Regions without signals that can be believed. */
  readonly blind: readonly boolean[];
}

/**
 * Where an entry's unbound requests may be, by region. Residency has no part in this: unbound requests
 * may be anywhere, and what is bound follows routes that no weight reaches.
 */
export interface Permits {
  /** May keep what it has of this entry; every other region is left at once. */
  readonly allowed: readonly boolean[];
  /** May get more. */
  readonly open: readonly boolean[];
  /** Keeps exactly what it has, since nobody knows how it is. */
  readonly held: readonly boolean[];
  /** Whether anything is open that is well known and wanted, not just better than nothing. */
  readonly hasChoice: boolean;
}

/** What each entry may do; those that reach the same regions share it. */
export function permitsOfAll(
  down: readonly (readonly boolean[])[],
  conditions: Conditions,
): Permits[] {
  const permits: Permits[] = [];
  let last: { readonly down: readonly boolean[]; readonly permits: Permits } | undefined;
  for (const row of down) {
    if (last === undefined || row.some((isDown, region) => isDown !== last?.down[region])) {
      last = { down: row, permits: permitsOf(row, conditions) };
    }
    permits.push(last.permits);
  }
  return permits;
}

/**
 * What an entry may do with each region. A region that cannot be reached, has failed or is excluded is
 * left at once; one without signals keeps what it has; one that is drained gets nothing new. If that
 * leaves nothing open, a region without signals is better than none, and one that is drained too.
 */
function permitsOf(down: readonly boolean[], conditions: Conditions): Permits {
  const { health, standing, blind } = conditions;
  const allowed = health.map(
    ({ judgement }, region) =>
      down[region] !== true &&
      judgement.state !== "failed" &&
      standing.excluded[region] === undefined,
  );
  const undrained = allowed.map((is, region) => is && standing.drained[region] === undefined);
  const sighted = undrained.map((is, region) => is && blind[region] !== true);
  const hasChoice = sighted.includes(true);
  return {
    allowed,
    open: hasChoice ? sighted : undrained.includes(true) ? undrained : allowed,
    held: undrained.map((is, region) => is && blind[region] === true),
    hasChoice,
  };
}

/**
 * What a pin may use: it wins over what signals say, but not over what cannot be reached, nor over an
 * exclusion.
 */
export const allowedByPin = (
  down: readonly boolean[],
  { health, standing }: Conditions,
): boolean[] =>
  health.map(
    ({ judgement }, region) =>
      down[region] !== true &&
      !(judgement.state === "failed" && judgement.by === "probes") &&
      standing.excluded[region] === undefined,
  );
