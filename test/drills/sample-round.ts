import type { DrillEvent } from "../../drills/drill-event";
import type { Parts } from "../../drills/findings";
import type { LoadEvent } from "../../sandbox/live/load/load-event";
import type { RegionWord } from "../../sandbox/live/observation/observed-event";

/** When the fault of a sample round begins to be made, ms since 1970. */
export const BREAKING = Date.UTC(2026, 0, 1);

export const PARTS: Parts = {
  mode: "kill",
  regions: ["us-east-1", "eu-west-1"],
  victim: "eu-west-1",
  other: "us-east-1",
  boundTo: ["eu-west-1"],
  roundTrip: () => 70,
};

/** Times of all of these are ms after the break. */
export const asks = (ms: number, request: Partial<LoadEvent>): DrillEvent => ({
  type: "request",
  request: {
    t: BREAKING + ms,
    kind: "get",
    entry: "nephoran.io@us-east-1",
    ms: 50,
    lateMs: 0,
    tries: 1,
    ...request,
  },
});

export const serves = (ms: number, entry: string, toVictim: number): DrillEvent => ({
  type: "weights",
  at: BREAKING + ms,
  entry,
  weights: { "us-east-1": 100 - toVictim, "eu-west-1": toVictim },
});

export const says = (
  ms: number,
  entry: string,
  region: string,
  state: NonNullable<RegionWord["state"]>,
  probesFailSince?: number,
): DrillEvent => ({
  type: "decision",
  at: BREAKING + ms,
  decision: {
    entry,
    summary: "",
    regions: [
      {
        ...{ region, state, why: [] },
        ...(probesFailSince !== undefined && { probesFailSince: BREAKING + probesFailSince }),
      },
    ],
    because: [],
  },
});

export const moments = (settled?: number): DrillEvent[] => [
  { type: "breaking", at: BREAKING },
  { type: "broken", at: BREAKING + 200 },
  { type: "mending", at: BREAKING + 25_000 },
  { type: "mended", at: BREAKING + 26_000 },
  ...(settled === undefined ? [] : [{ type: "settled" as const, at: BREAKING + settled }]),
];

/** In the order in which they happen. */
export const inOrder = (...events: readonly DrillEvent[]): DrillEvent[] => {
  const at = (event: DrillEvent) =>
    event.type === "request" ? event.request.t + event.request.ms : event.at;
  return events.toSorted((one, other) => at(one) - at(other));
};
