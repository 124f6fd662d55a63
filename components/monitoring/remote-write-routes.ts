import type * as pulumi from "@pulumi/pulumi";
import { controlPlaneRegions, hasGlobalControlPlane } from "../../config/derived";
import type { Region, Topology } from "../../config/topology";
import { PEERS_PORT, regionHost } from "../../routing/hosts";
import { istioObject } from "../istio-mesh/istio-object";
import { INTERNAL_GATEWAY_URL } from "../istio-mesh/names";
import { regionLabels } from "../labels";
import { namespaces } from "../region-base/namespaces";
import { gatewayRef } from "../traffic/gateways";
import { internalHosts } from "../traffic/internal-gateway";
import { PROMETHEUS_GLOBAL, PROMETHEUS_PORT } from "./names";

/** Where a Prometheus takes what others write. */
const WRITE_PATH = "/api/v1/write";

/** Path at the region's own gateway that leads to a control plane's Prometheus. */
export const writePath = (controlPlane: string): string => `/metrics/${controlPlane}${WRITE_PATH}`;

/** Name of a control plane's Prometheus between gateways. */
export const metricsHost = (controlPlane: string): string => `metrics.${regionHost(controlPlane)}`;

/** Where a region's Prometheus writes to: its own gateway, a path for each control plane. */
export const remoteWrites = (topology: Topology): { name: string; url: string }[] =>
  controlPlaneRegions(topology).map(({ name }) => ({
    name,
    url: `${INTERNAL_GATEWAY_URL}${writePath(name)}`,
  }));

/**
 * The way of written samples: from the region's gateway to the control plane's, and there to its
 * Prometheus. Nothing is tried twice on the way, since who writes tries again itself.
 */
export function remoteWriteRoutes(
  name: string,
  { topology, region }: { readonly topology: Topology; readonly region: Region },
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const route = (routeName: string, spec: Readonly<Record<string, unknown>>) =>
    istioObject(
      `${name}-${routeName}`,
      {
        kind: "VirtualService",
        metadata: { name: routeName, namespace: namespaces.system, labels: regionLabels(region) },
        spec,
      },
      opts,
    );
  return [
    route("metrics-out", {
      hosts: internalHosts,
      gateways: [gatewayRef("internal")],
      http: controlPlaneRegions(topology).map((controlPlane) => ({
        name: `metrics-${controlPlane.name}`,
        match: [written(writePath(controlPlane.name))],
        rewrite: { uri: WRITE_PATH, authority: metricsHost(controlPlane.name) },
        route: [
          { destination: { host: regionHost(controlPlane.name), port: { number: PEERS_PORT } } },
        ],
        retries: { attempts: 0 },
      })),
    }),
    ...(hasGlobalControlPlane(region)
      ? [
          route("metrics-in", {
            hosts: [metricsHost(region.name)],
            gateways: [gatewayRef("peers")],
            http: [
              {
                name: "metrics",
                match: [written(WRITE_PATH)],
                route: [
                  {
                    destination: {
                      host: `${PROMETHEUS_GLOBAL}.${namespaces.global}.svc.cluster.local`,
                      port: { number: PROMETHEUS_PORT },
                    },
                  },
                ],
                retries: { attempts: 0 },
              },
            ],
          }),
        ]
      : []),
  ];
}

const written = (path: string) => ({ uri: { exact: path }, method: { exact: "POST" } });
