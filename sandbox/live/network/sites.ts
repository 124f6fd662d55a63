import { regionNetwork } from "../../cluster/network";

/** Where processes can be: a region of the topology, or the place that its users are at. */
export interface Site {
  readonly name: string;
  /** The region's index in the topology. */
  readonly index: number | "clients";
}

/** The addresses of a site; those of a region are derived from its index as in cluster/network.ts. */
export interface SiteNetwork {
  /** Where a site's pods send all packets to. */
  readonly gateway: string;
  /** What the site's own processes can listen on, beside the gateway. */
  readonly ownAddresses: readonly string[];
  readonly podCidr: string;
  /** Addresses of nodes, which are the site's own too. */
  readonly nodeCidrs: readonly string[];
  /** Addresses of Services, which the site translates to those of pods. */
  readonly serviceCidrs: readonly string[];
}

/** What all sites' addresses are in; packets to the rest of it leave a site for the router. */
export const NETWORK_CIDRS = ["10.0.0.0/8", "198.18.0.0/15"] as const;

export function siteNetwork({ index }: Site): SiteNetwork {
  if (index === "clients") {
    return {
      gateway: "10.200.0.253",
      ownAddresses: [],
      podCidr: "10.200.0.0/16",
      nodeCidrs: [],
      serviceCidrs: [],
    };
  }
  const { podCidr, nodeCidr, serviceCidr, advertiseAddress } = regionNetwork(index);
  return {
    gateway: `10.${String(index + 1)}.0.253`,
    ownAddresses: [advertiseAddress],
    podCidr,
    nodeCidrs: [nodeCidr],
    // A load balancer's address is its cluster IP with other first numbers.
    serviceCidrs: [serviceCidr, serviceCidr.replace(/^10\.96\./, "198.18.")],
  };
}
