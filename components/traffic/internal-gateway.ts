import { INTERNAL_GATEWAY } from "../istio-mesh/names";
import { meshNamespaces } from "../region-base/namespaces";

const NAME = `${INTERNAL_GATEWAY}.${meshNamespaces.ingress}.svc`;

/** The name by which the mesh knows the Service of the gateway for callers inside the region. */
export const INTERNAL_GATEWAY_HOST = `${NAME}.cluster.local`;

/** Every name that callers inside the region may ask for. */
export const internalHosts = [NAME, INTERNAL_GATEWAY_HOST] as const;
