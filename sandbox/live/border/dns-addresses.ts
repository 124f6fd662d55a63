import { regionNetwork } from "../../cluster/network";

/** Where a region's pods ask for names, and where their answer comes from. */
export interface DnsAddresses {
  /** Cluster IP of the Service `kube-dns`: what pods have as their name server. */
  readonly service: string;
  /** The pod that answers. */
  readonly pod: string;
}

export function dnsAddresses(regionIndex: number): DnsAddresses {
  const { serviceCidr } = regionNetwork(regionIndex);
  return {
    service: serviceCidr.replace(/\.0\/\d+$/, ".10"),
    pod: `10.${String(regionIndex + 1)}.253.1`,
  };
}

/** Where those ask for names who are at none of the regions. */
export const CLIENTS_DNS = "10.200.253.1";
