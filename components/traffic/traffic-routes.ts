import type * as pulumi from "@pulumi/pulumi";
import type { Region, Topology } from "../../config/topology";
import { bindingsOf } from "../../routing/bindings";
import { publicHost, publicRegionHost, publicZoneHost } from "../../routing/hosts";
import type { HttpRoutes } from "../../routing/http-route";
import {
  firstWeights,
  GLOBAL_ROUTES,
  regionRoutes,
  routes,
  zoneRoutes,
} from "../../routing/routes";
import { istioObject } from "../istio-mesh/istio-object";
import { regionLabels } from "../labels";
import { namespaces } from "../region-base/namespaces";
import { dataPlane, HTTP_PORT } from "../regional-data-plane/connections";
import { gatewayRef } from "./gateways";
import { internalHosts } from "./internal-gateway";

interface Routing {
  readonly hosts: readonly string[];
  readonly gateways: readonly string[];
  readonly http: HttpRoutes | readonly unknown[];
}

/** Where the gateway sends what it is asked for, by the host of the request. */
export function trafficRoutes(
  name: string,
  { topology, region }: { readonly topology: Topology; readonly region: Region },
  opts: pulumi.CustomResourceOptions,
): void {
  const bindings = bindingsOf(topology, region.name);
  const route = (routeName: string, spec: Routing, more: pulumi.CustomResourceOptions = {}) =>
    istioObject(
      `${name}-${routeName}`,
      {
        kind: "VirtualService",
        metadata: { name: routeName, namespace: namespaces.system, labels: regionLabels(region) },
        spec: { ...spec },
      },
      { ...opts, ...more },
    );

  route(
    GLOBAL_ROUTES,
    {
      hosts: [publicHost(topology), ...internalHosts],
      gateways: [gatewayRef("public"), gatewayRef("internal")],
      http: routes(topology, bindings, firstWeights(topology, region.name)),
    },
    // From then on the weights are the traffic controller's, and whoever writes one writes all.
    { ignoreChanges: ["spec.http"] },
  );
  route("region-routing", {
    hosts: [publicRegionHost(region.name, topology)],
    gateways: [gatewayRef("public")],
    http: regionRoutes(bindings),
  });
  const { residencyZone } = region;
  if (residencyZone !== undefined) {
    route("zone-routing", {
      hosts: [publicZoneHost(residencyZone, topology)],
      gateways: [gatewayRef("public")],
      http: zoneRoutes(residencyZone, bindings),
    });
  }
  route("peers-routing", {
    hosts: ["*"],
    gateways: [gatewayRef("peers")],
    http: [toProcessor],
  });
}

/**
 * What a region was chosen for, it does: another region is for the entry to try, which knows them. Only
 * a replica that cannot be reached is passed over here, or its failures would pass for the region's.
 * There is no timeout: how long an intent may take is between its caller and the processor.
 */
const toProcessor = {
  name: "processor",
  route: [
    {
      destination: {
        host: `${dataPlane.processor}.${namespaces.system}.svc.cluster.local`,
        port: { number: HTTP_PORT },
      },
    },
  ],
  retries: { attempts: 2, retryOn: "connect-failure,refused-stream" },
};
