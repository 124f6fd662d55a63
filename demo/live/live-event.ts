import type { ObservedEvent } from "../../sandbox/live/observation/observed-event";

/** Something that the live picture is made of. Times are ms since 1970. */
export type LiveEvent =
  | ObservedEvent
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
