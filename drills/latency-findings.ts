import { type LoadEvent, outcomeOf } from "../sandbox/live/load/load-event";
import { percentile } from "../sandbox/live/load/percentile";

/** How long lookups from users near one entry took that one region answered, ms. */
export interface WayLatency {
  readonly entry: string;
  readonly region: string;
  readonly requests: number;
  readonly p95Ms: number;
  /** What the network alone takes, by its links: users to the entry, the entry to the region, and back. */
  readonly networkMs: number;
}

/** Round trip between two sites by the router's links, ms. */
export type RoundTrip = (from: string, to: string) => number;

/** Fewer say nothing of a percentile. */
const LEAST_REQUESTS = 100;

/** What users are called as a site of the network. */
const CLIENTS = "clients";

/** Every way that enough lookups have gone, whose first try was answered. */
export function latenciesOf(
  requests: readonly LoadEvent[],
  roundTrip: RoundTrip,
): readonly WayLatency[] {
  const ways = new Map<string, { entry: string; region: string; ms: number[] }>();
  for (const request of requests) {
    const { kind, entry: name, region, tries, ms } = request;
    if (kind !== "get" || region === undefined || tries > 1 || outcomeOf(request) !== "ok")
      continue;
    const entry = name.slice(name.indexOf("@") + 1);
    const key = `${entry} ${region}`;
    const way = ways.get(key) ?? { entry, region, ms: [] };
    ways.set(key, way);
    way.ms.push(ms);
  }
  return [...ways.values()].flatMap(({ entry, region, ms }) => {
    const sorted = ms.sort((one, other) => one - other);
    const p95Ms = percentile(sorted, 0.95);
    if (p95Ms === undefined || sorted.length < LEAST_REQUESTS) return [];
    const inner = entry === region ? 0 : roundTrip(entry, region);
    const networkMs = roundTrip(CLIENTS, entry) + inner;
    return [{ entry, region, requests: sorted.length, p95Ms, networkMs }];
  });
}
