import type { RegionHealth } from "./memory";

/** Most regions that may have failed by the controller's own judgement: half of them, at least one. */
export const mostFailed = (regions: number): number => Math.max(1, Math.floor(regions / 2));

export interface Limited {
  readonly health: readonly RegionHealth[];
  /** Regions that would have failed, by their index. */
  readonly spared: readonly number[];
}

/**
 * Never takes out more than half of the regions, nor the last one that is left beside those that
 * people have taken out: when that many seem to fail, what is wrong is more likely to be the judgement.
 * Who is spared is degraded, so others are preferred. Regions that do not answer fail before those
 * that answer badly. A link that is down gets nothing whatever its region's state.
 *
 * @param takenOut regions that an operator drains or has excluded.
 */
export function spareHalf(
  before: readonly RegionHealth[],
  judged: readonly RegionHealth[],
  takenOut: readonly boolean[],
): Limited {
  const failedBefore = (index: number): boolean => before[index]?.judgement.state === "failed";
  const candidates = judged
    .map(({ judgement }, index) => ({ judgement, index }))
    .filter(({ judgement, index }) => judgement.state === "failed" && !failedBefore(index))
    .sort((one, other) => rank(one.judgement) - rank(other.judgement) || one.index - other.index);
  if (candidates.length === 0) return { health: judged, spared: [] };

  let failed = judged.filter(
    ({ judgement }, index) => judgement.state === "failed" && failedBefore(index),
  ).length;
  let left = judged.filter(
    ({ judgement }, index) =>
      takenOut[index] !== true && !(judgement.state === "failed" && failedBefore(index)),
  ).length;
  const spared: number[] = [];
  for (const { index } of candidates) {
    const isLast = takenOut[index] !== true && left <= 1;
    if (failed >= mostFailed(judged.length) || isLast) {
      spared.push(index);
      continue;
    }
    failed++;
    if (takenOut[index] !== true) left--;
  }
  const health = judged.map((one, index) =>
    spared.includes(index) ? degrade(one, before[index]) : one,
  );
  return { health, spared };
}

const rank = (judgement: RegionHealth["judgement"]): number =>
  judgement.state === "failed" && judgement.by === "probes" ? 0 : 1;

function degrade(judged: RegionHealth, before: RegionHealth | undefined): RegionHealth {
  const sinceMs =
    before?.judgement.state === "degraded" ? before.judgement.sinceMs : judged.judgement.sinceMs;
  return { ...judged, judgement: { state: "degraded", sinceMs } };
}
