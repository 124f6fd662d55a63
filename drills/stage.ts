import type { DrillEvent } from "./drill-event";
import type { Injection } from "./injection";
import type { PlannedRound } from "./plan";

/** Users who send requests until they are told to end. */
export interface DrillLoad {
  /** Resolves when it has ended by itself or been stopped, to what it said last. */
  readonly ended: Promise<string>;
  /** Lets it end; resolves once all that it has to tell has been told. */
  stop(): Promise<void>;
}

/** What can be done to the regions of a drill. */
export interface DrillStage {
  /** Starts the users' load. */
  readonly startLoad: (tell: (event: DrillEvent) => void) => Promise<DrillLoad>;
  /** Has an entry send some of its requests to a region, and takes that back. */
  readonly share: (entry: string, region: string, percent: number) => Promise<void>;
  readonly unshare: (entry: string) => Promise<void>;
  /** The failure of a round. */
  readonly fault: (round: PlannedRound) => Injection;
  /** What is out of order throughout the round besides; absent: nothing. */
  readonly layer?: (round: PlannedRound) => Injection;
  /** Packets that the router has let through since it started, by `from>to`. */
  readonly packets: (ways: readonly string[]) => Promise<Readonly<Record<string, number>>>;
  /** Has all controllers start anew, so that they remember no failure. */
  readonly forget: () => Promise<void>;
}
