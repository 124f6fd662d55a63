import { hasGlobalControlPlane } from "../../config/derived";
import type { ProgramConfig } from "../../config/program-config";
import type { Region, Topology } from "../../config/topology";
import { isHome } from "../../routing/bindings";
import { publicRegionHost } from "../../routing/hosts";
import { theWorld } from "../istio-mesh/control-plane-network";
import { monitoring, PROMETHEUS_GLOBAL, PROMETHEUS_PORT } from "../monitoring/names";
import { namespaces } from "../region-base/namespaces";
import { httpsTo, type NetworkAllow } from "../workload/network-allow";
import { connections, egressTo, HTTP_PORT, ingressFrom } from "./connections";

/** Every connection of llm-processor-regional, but for what the edge adds. */
export function processorAllows({
  models,
  oauth2,
}: Pick<ProgramConfig, "models" | "oauth2">): NetworkAllow[] {
  const outside = (name: string, cidrs: readonly string[], reason: string): NetworkAllow[] =>
    cidrs.length === 0 ? [] : [httpsTo(name, cidrs, reason)];
  return [
    ingressFrom(connections.handOn),
    egressTo(connections.askStore),
    ...(models.inference ? [egressTo(connections.askModel)] : []),
    ...outside(
      "to-llm-provider",
      models.provider?.cidrs ?? [],
      "Intents are understood by the model that llmProvider names.",
    ),
    ...outside(
      "to-oauth2-provider",
      oauth2.cidrs,
      "Tokens are asked of the region's own OAuth2 provider.",
    ),
  ];
}

/** Every connection of the front. */
export const frontAllows = ({
  topology,
  region,
}: Pick<ProgramConfig, "topology" | "region">): NetworkAllow[] => [
  egressTo(connections.enter),
  ...otherRegions(topology, region),
  {
    name: "from-system",
    direction: "ingress",
    peer: { namespace: namespaces.system, selector: {} },
    ports: [{ port: HTTP_PORT }],
    reason: "Callers inside the region enter by the front.",
  },
  ...[monitoring.prometheus, ...(hasGlobalControlPlane(region) ? [PROMETHEUS_GLOBAL] : [])].map(
    (prometheus): NetworkAllow => ({
      name: `to-${prometheus}`,
      direction: "egress",
      peer: { namespace: namespaces.global, selector: { app: prometheus } },
      ports: [{ port: PROMETHEUS_PORT }],
      reason: "Whoever looks for a fault from inside the front asks for metrics there.",
    }),
  ),
];

/**
 * The other regions, by their public names. There is no such way out of a region that requests may be
 * bound to: whatever left by it could be theirs.
 */
function otherRegions(topology: Topology, region: Region): NetworkAllow[] {
  if (isHome(region.name, topology)) return [];
  const [first, ...others] = topology.regions
    .filter(({ name }) => name !== region.name)
    .map(({ name }) => publicRegionHost(name, topology));
  if (first === undefined) return [];
  return [
    {
      ...httpsTo(
        "to-regions",
        // Load balancers change their addresses, and a host name is no network.
        theWorld.cidrs,
        "The front asks for other regions by their public names, and proxies know no others.",
      ),
      hosts: [first, ...others],
    },
  ];
}
