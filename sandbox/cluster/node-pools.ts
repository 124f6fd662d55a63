import { isDeepStrictEqual } from "node:util";
import { NODE_POOL_LABEL } from "../../components/labels";
import type { Region } from "../../config/topology";
import { nodeNames, type RegionPlan } from "./region-plan";

/** What a region offers that has an edge pool. */
const EDGE_FEATURE = "edge-computing" satisfies Region["features"][number];

/** A taint; of those that others set, whatever else is in it stays. */
export interface Taint {
  readonly key: string;
  readonly [field: string]: unknown;
}

/** What a node carries because of its pool; nothing if it is in none. */
export interface PoolMarks {
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
}

/** A node as it was read. */
export interface PooledNode extends PoolMarks {
  readonly name: string;
  readonly resourceVersion: string;
}

/** The merge patch that puts a node into its pool, unless the node has changed since it was read. */
export interface PoolMove {
  readonly name: string;
  readonly patch: {
    readonly metadata: {
      readonly resourceVersion: string;
      readonly labels: Readonly<Record<string, string | null>>;
    };
    readonly spec: { readonly taints: readonly Taint[] };
  };
}

/**
 * What a node of the region has to carry. With edge computing, the last node of each zone is in the
 * edge pool, so that the pods of either kind outlive a zone.
 */
export function poolMarks({ features, zones }: RegionPlan, name: string): PoolMarks {
  const isEdge =
    features.includes(EDGE_FEATURE) && zones.some((zone) => nodeNames(zone).at(-1) === name);
  if (!isEdge) return { labels: {}, taints: [] };
  return {
    labels: { [NODE_POOL_LABEL]: "edge" },
    taints: [{ key: NODE_POOL_LABEL, value: "edge", effect: "NoSchedule" }],
  };
}

/**
 * Finds the nodes that carry something else than they should: the region's features have changed
 * since they were made. Pods that run there stay, as with any such taint.
 */
export function poolMoves(plan: RegionPlan, nodes: readonly PooledNode[]): PoolMove[] {
  return nodes.flatMap(({ name, labels, taints, resourceVersion }) => {
    const wanted = poolMarks(plan, name);
    const present = taints.filter(({ key }) => key === NODE_POOL_LABEL);
    const others = taints.filter(({ key }) => key !== NODE_POOL_LABEL);
    if (
      labels[NODE_POOL_LABEL] === wanted.labels[NODE_POOL_LABEL] &&
      isDeepStrictEqual(present, wanted.taints)
    )
      return [];
    const metadata = {
      resourceVersion,
      labels: { [NODE_POOL_LABEL]: wanted.labels[NODE_POOL_LABEL] ?? null },
    };
    return [{ name, patch: { metadata, spec: { taints: [...others, ...wanted.taints] } } }];
  });
}
