import { isIP } from "node:net";
import type * as pulumi from "@pulumi/pulumi";
import type { Region, Topology } from "../../config/topology";
import type { Peers } from "../../outputs/peers";
import { roundTrip } from "../../routing/distance";
import { PEERS_PORT } from "../../routing/hosts";
import { type MeshHost, meshHosts, tiersOf } from "../../routing/tiers";
import { istioObject } from "../istio-mesh/istio-object";
import { gatewayPrincipal, PEERS_SERVER_NAME } from "../istio-mesh/names";
import { REGION_LABEL, regionLabels, RESIDENCY_ZONE_LABEL } from "../labels";
import { meshNamespaces } from "../region-base/namespaces";

export interface DestinationsArgs {
  readonly topology: Topology;
  readonly region: Region;
  readonly peers: Peers;
  /** Where the region's own gateway is reached from inside. */
  readonly clusterIp: pulumi.Input<string>;
}

/**
 * The hosts that routes lead to. Which there are, and who may answer, depends on the topology alone; a
 * region that is not deployed only lacks its endpoint.
 */
export function destinations(
  name: string,
  args: DestinationsArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { topology, region } = args;
  const namespace = meshNamespaces.ingress;
  const labels = regionLabels(region);
  return meshHosts(topology, region.name).flatMap((meshHost) => {
    const metadata = { name: meshHost.host, namespace, labels };
    const child = `${name}-${meshHost.host}`;
    return [
      istioObject(
        child,
        { kind: "ServiceEntry", metadata, spec: serviceEntry(meshHost, args) },
        opts,
      ),
      istioObject(
        `${child}-policy`,
        { kind: "DestinationRule", metadata, spec: destinationRule(meshHost, region) },
        opts,
      ),
    ];
  });
}

function serviceEntry(
  { host, regions }: MeshHost,
  { region: own, peers, clusterIp }: DestinationsArgs,
): Readonly<Record<string, unknown>> {
  const { labels } = tiersOf(regions.length);
  const addresses = new Map(
    peers.map(({ region, gatewayAddress }) => [region.name, gatewayAddress]),
  );
  const reachable = regions.flatMap((region, tier) => {
    const address = region.name === own.name ? clusterIp : addresses.get(region.name);
    return address == null ? [] : [{ region, address, tier: labels[tier] }];
  });
  const byName = reachable.some(
    ({ address }) => typeof address === "string" && isIP(address) === 0,
  );
  return {
    hosts: [host],
    location: "MESH_INTERNAL",
    ports: [{ number: PEERS_PORT, name: "http", protocol: "HTTP" }],
    // Without an endpoint, resolution by name would ask for the host itself.
    resolution: byName ? "DNS" : "STATIC",
    ...(reachable.length > 0 && {
      // Without localities: where names have several, istiod 1.31 crashes, istio/istio#61857.
      endpoints: reachable.map(({ region, address, tier }) => ({
        address,
        labels: {
          ...tier,
          [REGION_LABEL]: region.name,
          ...(region.residencyZone && { [RESIDENCY_ZONE_LABEL]: region.residencyZone }),
        },
      })),
    }),
  };
}

function destinationRule(
  { host, regions }: MeshHost,
  own: Region,
): Readonly<Record<string, unknown>> {
  const { failoverPriority } = tiersOf(regions.length);
  return {
    host,
    trafficPolicy: {
      ...(failoverPriority.length > 0 && {
        loadBalancer: { localityLbSetting: { enabled: true, failoverPriority } },
      }),
      outlierDetection,
      connectionPool: {
        tcp: { connectTimeout: "1s" },
        http: {
          h2UpgradePolicy: "UPGRADE",
          http2KeepAlive: { interval: "1s", timeout: pingTimeout(own, regions) },
        },
      },
      tls: {
        mode: "ISTIO_MUTUAL",
        sni: PEERS_SERVER_NAME,
        subjectAltNames: regions.map(({ name }) => `spiffe://${gatewayPrincipal(name)}`),
      },
    },
  };
}

/**
 * A region is left at the first failure to reach it, or at the third answer that comes from no
 * processor. Retries per request bound what is sent twice: a budget of retries would lose those that
 * a lost region resets all at once.
 */
const outlierDetection = {
  splitExternalLocalOriginErrors: true,
  consecutiveLocalOriginFailures: 1,
  consecutiveGatewayErrors: 3,
  interval: "1s",
  baseEjectionTime: "30s",
  // By default, one of a few is never left.
  maxEjectionPercent: 100,
  // When all have been left, all are tried again at once.
  minHealthPercent: 10,
};

/**
 * How long a connection may leave a ping without an answer: four round trips, so that one lost packet
 * is no lost region, and at least a second.
 */
export function pingTimeout(own: Region, regions: readonly Region[]): string {
  const farthest = Math.max(...regions.map(({ location }) => roundTrip(own.location, location)));
  return `${Math.max(1, Math.ceil(farthest * 4) / 1000)}s`;
}
