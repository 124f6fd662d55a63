import type { LiveEvent } from "../../../demo/live/live-event";

export const REGIONS = ["us-east-1", "eu-west-1", "ap-southeast-1", "us-west-2"];

/** When the sample begins, ms since 1970. */
export const BEGAN_AT = Date.UTC(2026, 0, 1, 12, 0, 0);

/** Since the beginning, ms. */
export const KILLED_MS = 60_000;
const DETECTED_MS = KILLED_MS + 2_400;
const SHIFTED_MS = KILLED_MS + 2_900;

/** Milliseconds from a user near the region to its answer. */
const USUAL_MS = [62, 58, 71, 66];

const decision = (
  at: number,
  entry: string,
  state: string,
  served: Record<string, number>,
  because: readonly string[] = [],
): LiveEvent => ({
  type: "decision",
  at: BEGAN_AT + at,
  decision: {
    entry,
    summary:
      state === "healthy"
        ? "All regions are healthy."
        : "eu-west-1 has failed; the others are healthy.",
    regions: REGIONS.map((region) => ({
      region,
      state: region === "eu-west-1" ? (state as "healthy" | "failed") : "healthy",
      why:
        region === "eu-west-1" && state === "failed"
          ? ["eu-west-1 does not answer anybody's probes."]
          : [],
    })),
    served,
    because,
  },
});

const itself = (entry: string): Record<string, number> => ({ [entry]: 100 });

/**
 * A show as the sources would tell it, whole and without chance: 40 requests a second near four regions,
 * of which eu-west-1 is killed after a minute; its users are served elsewhere, one request is lost.
 */
export function sampleShow(): LiveEvent[] {
  const events: LiveEvent[] = REGIONS.map((entry) => decision(0, entry, "healthy", itself(entry)));
  events.push({ type: "said", at: BEGAN_AT, text: "A steady load: 40 requests a second." });
  for (let ms = 0; ms < 90_000; ms += 25) {
    const near = (ms / 25) % 4;
    const isDead = near === 1 && ms >= KILLED_MS;
    const isFirst = ms === KILLED_MS + 25;
    const waited = isDead && ms < KILLED_MS + 2_000;
    events.push({
      type: "request",
      request: {
        t: BEGAN_AT + ms,
        kind: isFirst ? "post" : "get",
        entry: `nephoran.io@${REGIONS[near] ?? ""}`,
        ...(isFirst
          ? { error: "the connection was reset" }
          : { status: 200, region: REGIONS[isDead ? 0 : near] ?? "" }),
        ms: waited ? 1_100 : (USUAL_MS[near] ?? 0) + (isDead ? 90 : 0),
        lateMs: 0,
        tries: isDead && !isFirst ? 2 : 1,
      },
    });
    if (ms === KILLED_MS) events.push({ type: "killed", at: BEGAN_AT + ms, region: "eu-west-1" });
    if (ms === DETECTED_MS) {
      for (const entry of REGIONS) {
        if (entry !== "eu-west-1") events.push(decision(ms, entry, "failed", itself(entry)));
      }
    }
    if (ms === SHIFTED_MS) {
      events.push({
        type: "weights",
        at: BEGAN_AT + ms,
        entry: "eu-west-1",
        weights: { "us-east-1": 63, "us-west-2": 37 },
      });
    }
  }
  return events;
}
