import { gauge, own } from "./input-series";
import type { InputSeries, RuleCase } from "./promtool-case";

/** What each of the region's nodes tells. */
const nodes = (metric: string, values: readonly number[], more = ""): InputSeries[] =>
  values.map((value, n) => gauge(`${metric}{pod="cockroachdb-${n}"${more}}`, value));

/** The rules of what the region's nodes of the state store tell. */
export const stateStoreRuleCases: readonly RuleCase[] = [
  {
    title: "store_nodes counts the nodes that answer",
    record: "nephoran:region:store_nodes",
    given: nodes("sys_uptime", [9_000, 40]),
    expected: { [own]: 2 },
  },
  {
    title: "store_live_nodes is of the node that counts fewest",
    record: "nephoran:region:store_live_nodes",
    given: nodes("liveness_livenodes", [12, 9, 12]),
    expected: { [own]: 9 },
  },
  {
    title: "store_ranges_unavailable adds up what nodes tell, each of its own ranges",
    record: "nephoran:region:store_ranges_unavailable",
    given: nodes("ranges_unavailable", [0, 2, 1], ',store="1"'),
    expected: { [own]: 3 },
  },
  {
    title: "store_ranges_underreplicated adds up what nodes tell, each of its own ranges",
    record: "nephoran:region:store_ranges_underreplicated",
    given: nodes("ranges_underreplicated", [5, 0, 2], ',store="1"'),
    expected: { [own]: 7 },
  },
];
