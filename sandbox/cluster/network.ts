/**
 * The addresses of a region, all derived from its index, so that no two regions overlap:
 *
 * | what | range |
 * |---|---|
 * | nodes, and the API server as pods know it | 10.(index+1).0.0/24 |
 * | pods | 10.(index+1).0.0/16, of which node n has 10.(index+1).n.0/24 |
 * | Services | 10.96.(4·index).0/22 |
 * | load balancers | 198.18.(4·index).0/22, RFC 2544's range that is never routed |
 *
 * A load balancer's address is its Service's cluster IP with the first two numbers exchanged (see
 * stages/load-balancer.yaml), so it is unique wherever the API server keeps cluster IPs unique.
 */
export interface RegionNetwork {
  readonly podCidr: string;
  readonly nodeCidr: string;
  readonly serviceCidr: string;
  /** Where pods would reach the API server; Kubernetes refuses a loopback address here. */
  readonly advertiseAddress: string;
}

/** Services of 64 regions fit into 10.96.0.0/16. */
export const MAX_REGIONS = 64;

/** Half of what fits beside the API server's address: room to exchange all of them. */
export const MAX_NODES = 126;

export function regionNetwork(regionIndex: number): RegionNetwork {
  return {
    podCidr: `10.${String(regionIndex + 1)}.0.0/16`,
    nodeCidr: `10.${String(regionIndex + 1)}.0.0/24`,
    serviceCidr: `10.96.${String(4 * regionIndex)}.0/22`,
    advertiseAddress: `10.${String(regionIndex + 1)}.0.254`,
  };
}

/** Where a node and its pods are. */
export interface NodeNetwork {
  readonly address: string;
  readonly podCidr: string;
}

/** A node's addresses; nodes are counted from 1 to twice {@link MAX_NODES}. */
export function nodeNetwork(regionIndex: number, node: number): NodeNetwork {
  const region = `10.${String(regionIndex + 1)}`;
  return { address: `${region}.0.${String(node)}`, podCidr: `${region}.${String(node)}.0/24` };
}
