import type { RecordingRule } from "./recording-rule";
import type { RegionRulesArgs } from "./region";
import { gauge } from "./sources";

const NO_NODE = "while no node of the state store is scraped";

/** What the region's nodes of the state store tell of themselves, and of the cluster that they are part of. */
export function stateStoreRules({ region }: RegionRulesArgs): RecordingRule[] {
  const labels = { region: region.name };
  return [
    {
      record: "nephoran:region:store_nodes",
      expr: `count(${gauge("sys_uptime")})`,
      labels,
      unit: "replicas",
      help: "Nodes of the state store in the region that answer.",
      absent: NO_NODE,
    },
    {
      record: "nephoran:region:store_live_nodes",
      expr: `min(${gauge("liveness_livenodes")})`,
      labels,
      unit: "replicas",
      help: "Nodes in all regions that the state store takes to be live, by the region's node that counts fewest.",
      absent: NO_NODE,
    },
    {
      record: "nephoran:region:store_ranges_unavailable",
      expr: `sum(${gauge("ranges_unavailable")})`,
      labels,
      unit: "ranges",
      help: "Parts of the state store that cannot be read or written, told by the region's nodes.",
      absent: NO_NODE,
    },
    {
      record: "nephoran:region:store_ranges_underreplicated",
      expr: `sum(${gauge("ranges_underreplicated")})`,
      labels,
      unit: "ranges",
      help: "Parts of the state store with fewer live copies than they should have, told by the region's nodes.",
      absent: NO_NODE,
    },
  ];
}
