import { isIP } from "node:net";
import type * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../config/program-config";
import type { Peers } from "../../outputs/peers";
import { istioObject } from "../istio-mesh/istio-object";
import { gatewayPorts, gatewaySelector } from "../istio-mesh/names";
import { regionLabels } from "../labels";
import { meshNamespaces, namespaces } from "../region-base/namespaces";
import {
  COCKROACHDB,
  COCKROACHDB_PORTS,
  nodeHost,
  podNames,
  PUBLIC_SERVICE,
  serviceHost,
} from "./names";

export interface PassthroughArgs extends Pick<ProgramConfig, "region"> {
  readonly peers: Peers;
}

/**
 * How nodes of different regions meet: each region's gateway hands on what asks for one of its own
 * nodes by name, and opens none of it. docs/decisions/0013
 */
export function passthrough(
  name: string,
  args: PassthroughArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  return [
    listener(name, args, opts),
    routes(name, args, opts),
    ...ownMutualTls(name, args, opts),
    ...ownNodes(name, args, opts),
    ...nodesOfPeers(name, args, opts),
  ];
}

const hostsOf = (region: string): string[] => podNames.map((pod) => nodeHost(region, pod));

function listener(
  name: string,
  { region }: PassthroughArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  return istioObject(
    `${name}-gateway`,
    {
      kind: "Gateway",
      metadata: {
        name: COCKROACHDB,
        namespace: meshNamespaces.ingress,
        labels: regionLabels(region),
      },
      spec: {
        selector: { ...gatewaySelector },
        servers: [
          {
            port: { number: gatewayPorts.cockroachdb, name: "tls-cockroachdb", protocol: "TLS" },
            tls: { mode: "PASSTHROUGH" },
            hosts: hostsOf(region.name).map((host) => `${namespaces.global}/${host}`),
          },
        ],
      },
    },
    opts,
  );
}

function routes(
  name: string,
  { region }: PassthroughArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  return istioObject(
    `${name}-routes`,
    {
      kind: "VirtualService",
      metadata: {
        name: COCKROACHDB,
        namespace: namespaces.global,
        labels: regionLabels(region),
      },
      spec: {
        gateways: [`${meshNamespaces.ingress}/${COCKROACHDB}`],
        hosts: hostsOf(region.name),
        tls: podNames.map((pod) => ({
          match: [{ port: gatewayPorts.cockroachdb, sniHosts: [nodeHost(region.name, pod)] }],
          route: [
            { destination: { host: serviceHost(pod), port: { number: COCKROACHDB_PORTS.sql } } },
          ],
        })),
      },
    },
    opts,
  );
}

/**
 * Nodes do their own mutual TLS on the port of SQL, which their proxies are left out of. On the port of
 * HTTP they are part of the mesh as everything else.
 */
function ownMutualTls(
  name: string,
  { region }: PassthroughArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  return [COCKROACHDB, PUBLIC_SERVICE, ...podNames].map((service) =>
    istioObject(
      `${name}-${service}-policy`,
      {
        kind: "DestinationRule",
        metadata: {
          name: service,
          namespace: namespaces.global,
          labels: regionLabels(region),
        },
        spec: {
          host: serviceHost(service),
          trafficPolicy: {
            portLevelSettings: [
              { port: { number: COCKROACHDB_PORTS.sql }, tls: { mode: "DISABLE" } },
            ],
          },
        },
      },
      opts,
    ),
  );
}

/** A node may dial its neighbour by the name that other regions know; that stays in the region. */
function ownNodes(
  name: string,
  { region }: PassthroughArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  return podNames.map((pod) => nodeEntry(name, region, region.name, pod, serviceHost(pod), opts));
}

function nodesOfPeers(
  name: string,
  { region, peers }: PassthroughArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  return peers.flatMap(({ region: peer, gatewayAddress }) =>
    podNames.map((pod) => nodeEntry(name, region, peer.name, pod, gatewayAddress, opts)),
  );
}

/** Makes a node's name lead somewhere; a region that is not deployed yet only lacks the endpoint. */
function nodeEntry(
  name: string,
  own: PassthroughArgs["region"],
  region: string,
  pod: string,
  address: string | null,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const host = nodeHost(region, pod);
  return istioObject(
    `${name}-${host}`,
    {
      kind: "ServiceEntry",
      metadata: { name: host, namespace: namespaces.global, labels: regionLabels(own) },
      spec: {
        hosts: [host],
        // The mesh adds nothing to the nodes' own TLS.
        location: "MESH_EXTERNAL",
        ports: [{ number: COCKROACHDB_PORTS.sql, name: "tls-cockroachdb", protocol: "TLS" }],
        // Without an endpoint, resolution by name would ask for the host itself.
        resolution: address !== null && isIP(address) === 0 ? "DNS" : "STATIC",
        ...(address !== null && { endpoints: [{ address }] }),
        exportTo: ["."],
      },
    },
    opts,
  );
}
