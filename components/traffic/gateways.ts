import type * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../config/program-config";
import { publicHosts } from "../../routing/hosts";
import { istioObject } from "../istio-mesh/istio-object";
import { gatewayPorts, gatewaySelector } from "../istio-mesh/names";
import { regionLabels } from "../labels";
import { meshNamespaces, namespaces } from "../region-base/namespaces";
import { signalsHosts } from "./controller/names";
import { internalHosts } from "./internal-gateway";

/** The listeners of the region's gateway, one object for each kind of caller. */
export const gatewayNames = {
  /** The world. */
  public: "public",
  /** The world, as long as it does not encrypt. */
  redirect: "public-redirect",
  /** The gateways of all regions, its own too. */
  peers: "peers",
  /** Callers inside the region. */
  internal: "internal",
} as const;

/** What a VirtualService calls a gateway. */
export const gatewayRef = (gateway: keyof typeof gatewayNames): string =>
  `${meshNamespaces.ingress}/${gatewayNames[gateway]}`;

interface Server {
  readonly port: { readonly number: number; readonly name: string; readonly protocol: string };
  readonly tls: Readonly<Record<string, unknown>>;
  readonly hosts: readonly string[];
}

/** Makes the gateway's pods listen. */
export function gateways(
  name: string,
  config: Pick<ProgramConfig, "topology" | "region" | "gateway">,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  return Object.entries(servers(config)).map(([key, server]) => {
    const gateway = gatewayNames[key as keyof typeof gatewayNames];
    return istioObject(
      `${name}-${gateway}`,
      {
        kind: "Gateway",
        metadata: {
          name: gateway,
          namespace: meshNamespaces.ingress,
          labels: regionLabels(config.region),
        },
        spec: { selector: { ...gatewaySelector }, servers: [server] },
      },
      opts,
    );
  });
}

function servers({
  topology,
  region,
  gateway,
}: Pick<ProgramConfig, "topology" | "region" | "gateway">): Record<
  keyof typeof gatewayNames,
  Server
> {
  const { http, https, peers, internal } = gatewayPorts;
  const hosts = publicHosts(region, topology);
  return {
    public: {
      port: { number: https, name: "https", protocol: "HTTPS" },
      tls: {
        mode: "SIMPLE",
        minProtocolVersion: "TLSV1_2",
        credentialName: gateway.certificate.secretName,
      },
      hosts: hosts.map(routedInSystem),
    },
    // No route is bound to it, so that nothing can be had by claiming to have encrypted. Istio
    // redirects hosts without a namespace alone.
    redirect: {
      port: { number: http, name: "http", protocol: "HTTP" },
      tls: { httpsRedirect: true },
      hosts,
    },
    peers: {
      port: { number: peers, name: "https-peers", protocol: "HTTPS" },
      tls: { mode: "ISTIO_MUTUAL" },
      hosts: [routedInSystem("*")],
    },
    internal: {
      port: { number: internal, name: "https-internal", protocol: "HTTPS" },
      tls: { mode: "ISTIO_MUTUAL" },
      hosts: [...internalHosts, ...signalsHosts].map(routedInSystem),
    },
  };
}

/** Lets no other namespace route a host. */
const routedInSystem = (host: string): string => `${namespaces.system}/${host}`;
