import type { Socket } from "node:net";
import { LOOPBACK } from "../../cluster/ports";
import { type Authority, dial, dialThrough, parseAuthority } from "./dial";

/** What nodes are called where the API server looks for their kubelets; see cluster/nodes.ts. */
const KUBELET_HOST = "localhost";

/**
 * Opens what the API server asks for. KWOK answers as every node's kubelet on the host; all else,
 * Services with webhooks and pods, is in the region's network.
 */
export function egressTo(tunnelSocket: string): (authority: Authority) => Promise<Socket> {
  return async (authority) => {
    const { host, port } = parseAuthority(authority);
    return host === KUBELET_HOST
      ? await dial(`${LOOPBACK}:${String(port)}`)
      : await dialThrough(tunnelSocket, authority);
  };
}
