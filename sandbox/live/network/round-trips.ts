import type { Link } from "./router";

/**
 * Round trips in ms between the shipped regions, and from the clients, who are in London: the medians
 * that CloudPing (https://www.cloudping.co, 50th percentile, 2025) measured between AWS' regions of
 * these names and eu-west-2, the mean of both directions, rounded.
 */
export const publishedRoundTripsMs = {
  "us-east-1": { "eu-west-1": 70, "ap-southeast-1": 219, "us-west-2": 64 },
  "eu-west-1": { "us-east-1": 70, "ap-southeast-1": 179, "us-west-2": 118 },
  "ap-southeast-1": { "us-east-1": 219, "eu-west-1": 179, "us-west-2": 161 },
  "us-west-2": { "us-east-1": 64, "eu-west-1": 118, "ap-southeast-1": 161 },
  clients: { "us-east-1": 78, "eu-west-1": 14, "ap-southeast-1": 170, "us-west-2": 129 },
} as const;

/** Between sites of which nothing is published, in ms: within a continent. */
const UNKNOWN_ROUND_TRIP_MS = 40;

/** What a packet may be early or late, in ms: links between regions are steady. */
const JITTER_MS = 0.5;

export function roundTripMs(from: string, to: string): number {
  const published: Readonly<Record<string, Readonly<Record<string, number>>>> =
    publishedRoundTripsMs;
  return published[from]?.[to] ?? published[to]?.[from] ?? UNKNOWN_ROUND_TRIP_MS;
}

/** How some sites are linked at first: half of the round trip each way. */
export function defaultLinks(sites: readonly string[]): Readonly<Record<string, Link>> {
  return Object.fromEntries(
    sites.flatMap((from) =>
      sites
        .filter((to) => to !== from)
        .map((to) => [
          `${from}>${to}`,
          { delayMs: roundTripMs(from, to) / 2, jitterMs: JITTER_MS },
        ]),
    ),
  );
}
