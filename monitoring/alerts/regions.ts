import { finite, type Matchers, series } from "../rules/promql";

type RegionRecord = `nephoran:region:${string}`;

/** One value for each region, though two replicas or all entries tell it; what is no number is none. */
export const ofRegion = (record: RegionRecord, matchers?: Matchers): string =>
  `max by (region) (${finite(series(record, matchers))})`;

/** How long what does not tell anything any more is missed. */
const MISSED_FOR = "1d";

/** Regions that are heard from. */
const heard = `time() - ${ofRegion("nephoran:region:heartbeat")} < 60`;

/**
 * Regions that are heard from, and that told something within a day and tell nothing of it now. One that
 * never did is not missed.
 *
 * @param instead what they may tell in its place.
 */
export const gone = (record: RegionRecord, ...instead: readonly RegionRecord[]): string =>
  `(max by (region) (max_over_time(${record}[${MISSED_FOR}]))` +
  [record, ...instead].map((one) => ` unless on (region) ${one}`).join("") +
  `) and on (region) (${heard})`;
