import type { DecisionAnswer } from "../../services/traffic-controller/api/decision-schema";
import type { LoadEvent } from "../../sandbox/live/load/load-event";

/** The part of GET /decision that is shown. */
export interface ControllerWord {
  readonly entry: string;
  /** The most important, in a sentence or two. */
  readonly summary: string;
  readonly regions: readonly Pick<DecisionAnswer["regions"][number], "region" | "state" | "why">[];
  /** What its entry serves, as its cluster has it. */
  readonly served?: Readonly<Record<string, number>>;
  /** Why it was written last. */
  readonly because: readonly string[];
}

/** Something that the live picture is made of. Times are ms since 1970. */
export type LiveEvent =
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
    }
  | {
      /** Whoever leads the show has done something to a region. */
      readonly type: "killed" | "restored";
      readonly at: number;
      readonly region: string;
    }
  | {
      /** What is shown now, in a sentence. */
      readonly type: "said";
      readonly at: number;
      readonly text: string;
    };
