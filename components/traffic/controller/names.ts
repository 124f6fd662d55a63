import { gatewayPorts } from "../../istio-mesh/names";
import { regionHost } from "../../../routing/hosts";
import { meshNamespaces } from "../../region-base/namespaces";

/** Name of the Deployment, its Service and its Lease, and the identity and `app` label of its pods. */
export const TRAFFIC_CONTROLLER = "traffic-controller";

/** Port of the controller's API, TCP, HTTP. */
export const CONTROLLER_PORT = 8080;

/** What a region's signals are called between gateways. */
export const signalsHost = (region: string): string => `signals.${regionHost(region)}`;

/**
 * The Service by which the controller reaches the gateway. It has one of its own, because Istio joins
 * the routes of one host in the order in which their objects were made: those of callers inside the
 * region take every GET.
 */
export const SIGNALS_GATEWAY = "signals-gateway";

const HOST = `${SIGNALS_GATEWAY}.${meshNamespaces.ingress}.svc`;

/** The name by which the mesh knows that Service. */
export const SIGNALS_GATEWAY_HOST = `${HOST}.cluster.local`;

/** Every name that the controller may ask for. */
export const signalsHosts = [HOST, SIGNALS_GATEWAY_HOST] as const;

/** URL of the gateway for the controller, whose proxy makes mutual TLS of it. */
export const SIGNALS_GATEWAY_URL = `http://${HOST}:${gatewayPorts.internal}`;
