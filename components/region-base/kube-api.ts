/** Ports that API servers listen on: behind a load balancer, and themselves. */
export const KUBE_API_PORTS = [443, 6443];
