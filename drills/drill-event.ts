import type { ObservedEvent } from "../sandbox/live/observation/observed-event";

/** Something that happens in a round. Times are ms since 1970. */
export type DrillEvent =
  | ObservedEvent
  | {
      /** The fault begins to be made, is made, begins to be put right, has been; all is as before. */
      readonly type: "breaking" | "broken" | "mending" | "mended" | "settled";
      readonly at: number;
    }
  | {
      /** Packets between regions that the router has let through since it started, by `from>to`. */
      readonly type: "crossings";
      readonly at: number;
      readonly packets: Readonly<Record<string, number>>;
    };
