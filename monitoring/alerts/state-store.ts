import { NODES } from "../../components/cockroachdb/names";
import type { Alert } from "./alert";
import { gone, ofRegion } from "./regions";

/** Nodes that answer, in all regions that are heard from. */
const answering = `sum(${ofRegion("nephoran:region:store_nodes")})`;

/** Whatever keeps the state store from being read or written, or is about to. */
export const stateStoreAlerts: readonly Alert[] = [
  {
    name: "StateStoreNodeDown",
    expression: `${ofRegion("nephoran:region:store_nodes")} < ${NODES} or ${gone("nephoran:region:store_nodes")}`,
    lasting: "10m",
    severity: "warning",
    summary: "{{ $labels.region }} lacks nodes of the state store",
    description: `{{ $labels.region }} has fewer than ${NODES} nodes of the state store that answer. It goes on with two of them.`,
  },
  {
    name: "StateStoreNodeNotLive",
    expression: `${ofRegion("nephoran:region:store_live_nodes")} < on () group_left () ${answering}`,
    lasting: "10m",
    severity: "warning",
    summary: "{{ $labels.region }} takes nodes of the state store to be dead that answer",
    description:
      "{{ $labels.region }} counts {{ $value }} live nodes of the state store, and more than that answer: nodes cannot reach each other.",
  },
  {
    name: "StateStoreRangesUnavailable",
    expression: `${ofRegion("nephoran:region:store_ranges_unavailable")} > 0`,
    lasting: "2m",
    severity: "critical",
    summary: "{{ $labels.region }} misses a part of the state store",
    description:
      "{{ $labels.region }} has nodes that tell of {{ $value }} ranges without a majority of copies: what is in them can neither be read nor written.",
  },
  {
    name: "StateStoreRangesUnderReplicated",
    expression: `${ofRegion("nephoran:region:store_ranges_underreplicated")} > 0`,
    lasting: "30m",
    severity: "warning",
    summary: "{{ $labels.region }} tells of too few copies in the state store",
    description:
      "{{ $labels.region }} has nodes that tell of {{ $value }} ranges with fewer live copies than they should have; the next loss may cost some of them.",
  },
];
