import type { ProgramConfig } from "../../config/program-config";
import { KUBE_API_PORTS } from "../region-base/kube-api";
import { METRICS_PORTS, scrapedInPlain } from "../monitoring/scraped";
import { ISTIOD_PORTS, istiodPods, WHY_PROXIES_ASK } from "../region-base/istiod";
import { meshNamespaces, namespacesInMesh } from "../region-base/namespaces";
import type { AllowedPort, NetworkAllow, PodPeer } from "../workload/network-allow";
import { isDiscovered } from "./discovery";
import { EASTWEST_GATEWAY, EASTWEST_PORT, eastWestSelector } from "./names";

/** All pods of a namespace. */
const everyoneIn = (namespace: string): PodPeer => ({ namespace, selector: {} });

/**
 * The world, as a policy has to say it: clients come from anywhere, and so do the issuers of tokens
 * and, through load balancers, API servers.
 */
export const theWorld = { cidrs: ["0.0.0.0/0", "::/0"] } as const;

const ports = (...numbers: readonly number[]): AllowedPort[] => numbers.map((port) => ({ port }));

/** Every connection of istiod. */
export function istiodAllows({
  topology,
  region,
  kubeApiCidrs,
}: Pick<ProgramConfig, "topology" | "region" | "kubeApiCidrs">): NetworkAllow[] {
  return [
    ...namespacesInMesh.map((namespace): NetworkAllow => ({
      name: `from-${namespace}`,
      direction: "ingress",
      peer: everyoneIn(namespace),
      ports: ports(ISTIOD_PORTS.proxies),
      reason: WHY_PROXIES_ASK,
    })),
    scrapedInPlain("istiod", METRICS_PORTS.istiod),
    {
      name: "from-kube-api",
      direction: "ingress",
      peer: { cidrs: kubeApiCidrs },
      ports: ports(ISTIOD_PORTS.webhooks),
      reason: "The API server has pods injected, and Istio's objects checked.",
    },
    {
      name: "to-kube-api",
      direction: "egress",
      peer: { cidrs: kubeApiCidrs },
      ports: ports(...KUBE_API_PORTS),
      reason: "What is in the mesh, istiod knows from the API server.",
    },
    {
      name: "to-token-issuers",
      direction: "egress",
      peer: theWorld,
      ports: ports(443),
      reason: "istiod fetches the public keys of every region's issuer of tokens.",
    },
    ...(isDiscovered(region, topology.regions)
      ? [
          {
            name: `from-${EASTWEST_GATEWAY}`,
            direction: "ingress",
            peer: { namespace: meshNamespaces.istio, selector: eastWestSelector },
            ports: ports(ISTIOD_PORTS.proxies),
            reason: WHY_PROXIES_ASK,
          } as const,
          {
            name: "to-remote-kube-api",
            direction: "egress",
            peer: theWorld,
            ports: ports(...KUBE_API_PORTS),
            reason: "istiod discovers the services of other regions at their API servers.",
          } as const,
        ]
      : []),
  ];
}

/** The connections of the east-west gateway, but for the services behind it, which let it in by name. */
export const eastWestAllows: readonly NetworkAllow[] = [
  {
    name: "from-regions",
    direction: "ingress",
    peer: theWorld,
    ports: ports(EASTWEST_PORT),
    reason: "Other regions come from the addresses of their nodes; the TLS within decides.",
  },
  {
    name: "to-istiod",
    direction: "egress",
    peer: istiodPods,
    ports: ports(ISTIOD_PORTS.proxies),
    reason: WHY_PROXIES_ASK,
  },
];
