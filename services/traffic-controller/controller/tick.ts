import type { Decision, RegionState } from "../decision/decide";
import type { Reason } from "../decision/reason";
import { reasonsAbout } from "./because";
import type { Write } from "./writes";

/** What came of one look at the world. */
export interface Tick {
  readonly decision: Decision;
  /** To be sent now, if `isLeading` still holds at that moment. */
  readonly write?: Write;
  /** What a controller in shadow mode would write if it were active and the leader. */
  readonly wouldWrite?: Write;
  /** Regions whose state is another than at the tick before. */
  readonly changes: readonly StateChange[];
  /** Reasons that somebody should look at. */
  readonly alerts: readonly Reason[];
}

export interface StateChange {
  readonly region: string;
  readonly from: RegionState;
  readonly to: RegionState;
  /** All that the decision says of the region. */
  readonly reasons: readonly Reason[];
}

/** Regions whose state is another than before, each with all that is said of it. */
export const changesBetween = (before: Decision, after: Decision): StateChange[] =>
  after.regions.flatMap((region, index) => {
    const [from, to] = [before.states[index], after.states[index]];
    if (from === undefined || to === undefined || from === to) return [];
    return [{ region, from, to, reasons: reasonsAbout(region, after.reasons) }];
  });
