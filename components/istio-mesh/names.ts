import { COCKROACHDB_PORT } from "../../config/state-config";
import { meshNamespaces } from "../region-base/namespaces";
import { MESH_DOMAIN, PEERS_PORT, regionHost } from "../../routing/hosts";

/** Name of the mesh that all regions are one of. */
export const MESH_ID = "nephoran";

/** The gateway of the traffic path: its Deployment, ServiceAccount, Service and `istio` label. */
export const GATEWAY = "nephoran-gateway";

/** The name by which the cluster knows the Service of the gateway that the world reaches. */
export const GATEWAY_HOST = `${GATEWAY}.${meshNamespaces.ingress}.svc.cluster.local`;

/** The Service by which callers inside the region reach the gateway; the world does not. */
export const INTERNAL_GATEWAY = "internal-gateway";

/** The gateway that services of other regions pass through; no residency zone has one. */
export const EASTWEST_GATEWAY = "eastwest-gateway";

/** Labels of the gateway's pods, which select nothing else. */
export const gatewaySelector = { app: GATEWAY, istio: GATEWAY } as const;

/** Ports of the gateway's Services, TCP. */
export const gatewayPorts = {
  /** Public, redirected to `https`. */
  http: 80,
  /** Public. */
  https: 443,
  /** The other regions' gateways, mutual TLS. */
  peers: PEERS_PORT,
  /** Callers inside the region, mutual TLS. */
  internal: 8443,
  /** Nodes of the state store in other regions, handed on to the region's own as they come. */
  cockroachdb: COCKROACHDB_PORT,
} as const;

/**
 * What the peers' listeners of gateways are called in TLS, whatever host a request is for: one
 * connection carries them all.
 */
export const PEERS_SERVER_NAME = `peers.${MESH_DOMAIN}`;

/** URL of the gateway for callers inside the region, whose proxies make mutual TLS of it. */
export const INTERNAL_GATEWAY_URL = `http://${INTERNAL_GATEWAY}.${meshNamespaces.ingress}.svc:${gatewayPorts.internal}`;

/** Port of the east-west gateway, TCP, which Istio gives to networks' gateways. */
export const EASTWEST_PORT = 15443;

/** Labels of the east-west gateway's pods, which select nothing else. */
export const eastWestSelector = { app: EASTWEST_GATEWAY, istio: "eastwestgateway" } as const;

/** A workload's identity, without the scheme: what AuthorizationPolicies call a principal. */
export const principal = (region: string, namespace: string, serviceAccount: string): string =>
  `${regionHost(region)}/ns/${namespace}/sa/${serviceAccount}`;

/** Every identity of a region's namespace, as AuthorizationPolicies write it. */
export const principalsOf = (region: string, namespace: string): string =>
  principal(region, namespace, "*");

/** The identity of a region's gateway. */
export const gatewayPrincipal = (region: string): string =>
  principal(region, meshNamespaces.ingress, GATEWAY);
