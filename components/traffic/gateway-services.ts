import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../config/program-config";
import { publicHosts } from "../../routing/hosts";
import { loadBalancerAddress, loadBalancerAnnotations } from "../istio-mesh/load-balancer";
import { GATEWAY, gatewayPorts, gatewaySelector, INTERNAL_GATEWAY } from "../istio-mesh/names";
import { type Labels, regionLabels } from "../labels";
import { meshNamespaces } from "../region-base/namespaces";

/** Where the gateway is reached. */
export interface GatewayAddresses {
  /** From outside: an IP address or a host name. */
  readonly address: pulumi.Output<string>;
  /** From inside, by the gateway itself too. */
  readonly clusterIp: pulumi.Output<string>;
}

type GatewayServicesConfig = Pick<ProgramConfig, "topology" | "region" | "gateway" | "cockroachdb">;

/** The Services of the gateway: one for the world and the other regions, one for the region's own. */
export function gatewayServices(
  name: string,
  config: GatewayServicesConfig,
  opts: pulumi.CustomResourceOptions,
): GatewayAddresses {
  const namespace = meshNamespaces.ingress;
  const labels = { ...regionLabels(config.region), "app.kubernetes.io/name": GATEWAY };
  const { http, https, peers, internal, cockroachdb } = gatewayPorts;

  const outside = new k8s.core.v1.Service(
    `${name}-service`,
    {
      metadata: {
        name: GATEWAY,
        namespace,
        labels,
        annotations: {
          ...loadBalancerAnnotations,
          ...(config.gateway.externalDns && publishedHosts(config)),
          ...config.gateway.annotations,
        },
      },
      spec: {
        type: "LoadBalancer",
        // Policies see the address that a caller has, and not a node's.
        externalTrafficPolicy: "Local",
        selector: { ...gatewaySelector },
        // The pod's own ports: policies of the network and of the mesh name those.
        ports: [
          { name: "http", port: http, targetPort: http, appProtocol: "http" },
          { name: "https", port: https, targetPort: https, appProtocol: "https" },
          { name: "https-peers", port: peers, targetPort: peers, appProtocol: "https" },
          ...(config.cockroachdb.mode === "install"
            ? [{ name: "tls-cockroachdb", port: cockroachdb, targetPort: cockroachdb }]
            : []),
        ],
      },
    },
    opts,
  );
  new k8s.core.v1.Service(
    `${name}-internal-service`,
    {
      metadata: {
        name: INTERNAL_GATEWAY,
        namespace,
        labels,
        // Its pods are awaited with their Deployment.
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        selector: { ...gatewaySelector },
        // What callers speak to their sidecars, which make TLS of it.
        ports: [{ name: "http", port: internal, targetPort: internal, appProtocol: "http" }],
      },
    },
    opts,
  );
  return { address: loadBalancerAddress(outside), clusterIp: outside.spec.clusterIP };
}

/** Has ExternalDNS publish the gateway as this region's share of its public hosts. */
const publishedHosts = ({ topology, region }: GatewayServicesConfig): Labels => ({
  "external-dns.alpha.kubernetes.io/hostname": publicHosts(region, topology).join(","),
  "external-dns.alpha.kubernetes.io/set-identifier": region.name,
});
