import type { DecisionAnswer } from "../../../services/traffic-controller/api/decision-schema";
import type { LoadEvent } from "../load/load-event";

/** What a controller says of a region. */
export type RegionWord = Pick<DecisionAnswer["regions"][number], "region" | "state" | "why"> & {
  /**
   * When the first of its probes failed that have failed in a row since, ms since 1970, to about a
   * tenth of a second; absent while it answers.
   */
  readonly probesFailSince?: number;
};

/** The part of GET /decision that is looked at. */
export interface ControllerWord {
  readonly entry: string;
  /** The most important, in a sentence or two. */
  readonly summary: string;
  readonly regions: readonly RegionWord[];
  /** What its entry serves, as its cluster has it. */
  readonly served?: Readonly<Record<string, number>>;
  /** Why it was written last. */
  readonly because: readonly string[];
  /** It has started a short while ago and makes no gradual shift yet. */
  readonly isWarmingUp?: true;
}

/** Something that is seen of a sandbox whose pods run. Times are ms since 1970. */
export type ObservedEvent =
  | {
      /** A request of the load has ended. */
      readonly type: "request";
      readonly request: LoadEvent;
    }
  | {
      /** What an entry serves, whole percents by region, as its routes say. */
      readonly type: "weights";
      readonly at: number;
      readonly entry: string;
      readonly weights: Readonly<Record<string, number>>;
    }
  | {
      /** What an entry's traffic controller says of itself. */
      readonly type: "decision";
      readonly at: number;
      readonly decision: ControllerWord;
    };
