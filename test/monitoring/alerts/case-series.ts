/** Series of a case, as promtool writes them. */
export type CaseSeries = Readonly<Record<string, string>>;

/** One value for the whole of a case, 30 min. */
export const always = (value: number | string): string => `${value}x120`;

/** The time, written every 15 s: a Prometheus that is well. */
const BEATING = "0+15x120";

export const heartbeats = (...regions: readonly string[]): CaseSeries =>
  Object.fromEntries(
    regions.map((region) => [`nephoran:region:heartbeat{region="${region}"}`, BEATING]),
  );

/**
 * A value for the whole of a case, from one region.
 *
 * @param more labels that follow the region's, each after a comma.
 */
export const from = (record: string, region: string, value: number, more = ""): CaseSeries => ({
  [`nephoran:region:${record}{region="${region}"${more}}`]: always(value),
});
