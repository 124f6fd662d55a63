import type { ControllerStatus } from "../controller/controller";
import type { RegionState } from "../decision/decide";

const inState: Readonly<Record<RegionState, string>> = {
  healthy: "is healthy",
  degraded: "is degraded",
  draining: "has been taken out by an operator",
  failed: "has failed",
  recovering: "is coming back",
};

/** What whoever is woken has to know first. */
export function summaryOf(status: ControllerStatus, hasInvalidOverrides: boolean): string {
  return [
    regionsInWords(status),
    ...writesInWords(status),
    ...(hasInvalidOverrides
      ? ["The overrides cannot be understood as they are now; the last valid ones count."]
      : []),
  ].join(" ");
}

function regionsInWords({ regions, decision }: ControllerStatus): string {
  if (decision === undefined) return "Nothing has been decided yet.";
  const unwell = regions.flatMap(({ region, state }) =>
    state === undefined || state === "healthy" ? [] : [`${region} ${inState[state]}`],
  );
  if (unwell.length === 0) return "All regions are healthy.";
  const others = unwell.length === regions.length ? "" : "; the others are healthy";
  return `${unwell.join(", ")}${others}.`;
}

function writesInWords({ mode, leader, writes: { failure } }: ControllerStatus): string[] {
  if (mode === "shadow") return ["Shadow mode: nothing is written."];
  if (failure !== undefined) {
    return [`Its last ${failure.inARow === 1 ? "write" : `${failure.inARow} writes`} failed.`];
  }
  const hasLeader = leader.isSelf || (leader.holder !== undefined && leader.holder !== "");
  return hasLeader ? [] : ["Nobody is known to lead, so nothing is written."];
}
