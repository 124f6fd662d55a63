import { hasGlobalControlPlane } from "../../config/derived";
import type { ProgramConfig } from "../../config/program-config";
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
export const frontAllows = ({ region }: Pick<ProgramConfig, "region">): NetworkAllow[] => [
  egressTo(connections.enter),
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
