import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Region, Topology } from "../../../config/topology";
import { PEERS_PORT, regionHost } from "../../../routing/hosts";
import {
  REGION_HEADER,
  SIGNALS_PATH,
  signalsPath,
} from "../../../services/traffic-controller/signals/place";
import { istioObject } from "../../istio-mesh/istio-object";
import { GATEWAY, gatewayPorts, gatewayPrincipal, gatewaySelector } from "../../istio-mesh/names";
import { regionLabels } from "../../labels";
import { meshNamespaces, namespaces } from "../../region-base/namespaces";
import { gatewayRef } from "../gateways";
import { INTERNAL_GATEWAY_HOST } from "../internal-gateway";
import {
  CONTROLLER_PORT,
  SIGNALS_GATEWAY,
  SIGNALS_GATEWAY_HOST,
  signalsHost,
  signalsHosts,
  TRAFFIC_CONTROLLER,
} from "./names";

/** How long a controller waits for another region. */
const ANSWER_TIMEOUT = "0.9s";

/**
 * How long a gateway waits for its own controller. It leaves time for the farthest caller to hear that
 * this gateway answered, though its controller did not.
 */
const CONTROLLER_TIMEOUT = "0.5s";

/**
 * The way of signals, which is also the probe of a region: from the controller to its own gateway, to
 * that of the region that it asks for, and there to the controller. Nothing is tried twice: who asks
 * wants to know of this try.
 */
export function signalRoutes(
  name: string,
  { topology, region }: { readonly topology: Topology; readonly region: Region },
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const labels = regionLabels(region);
  const route = (routeName: string, spec: Readonly<Record<string, unknown>>) =>
    istioObject(
      `${name}-${routeName}`,
      {
        kind: "VirtualService",
        metadata: { name: routeName, namespace: namespaces.system, labels },
        spec,
      },
      opts,
    );
  return [
    ...signalsGateway(name, region, opts),
    route("signals-out", {
      hosts: signalsHosts,
      gateways: [gatewayRef("internal")],
      http: topology.regions.map(({ name: asked }) => ({
        name: `signals-${asked}`,
        match: [read(signalsPath(asked))],
        rewrite: { uri: SIGNALS_PATH, authority: signalsHost(asked) },
        ...(asked === region.name ? toController(asked) : toRegion(asked)),
      })),
    }),
    route("signals-in", {
      hosts: [signalsHost(region.name)],
      gateways: [gatewayRef("peers")],
      http: [
        {
          name: "signals",
          match: [read(SIGNALS_PATH)],
          ...toController(region.name),
        },
      ],
    }),
  ];
}

/** To the gateway of another region. */
const toRegion = (asked: string) => ({
  route: [{ destination: { host: regionHost(asked), port: { number: PEERS_PORT } } }],
  timeout: ANSWER_TIMEOUT,
  retries: { attempts: 0 },
});

/**
 * To the controller of the gateway's own region. Not by the region's host: what the gateway hands there
 * counts as requests that are bound to the region.
 */
const toController = (own: string) => ({
  route: [
    {
      destination: {
        host: `${TRAFFIC_CONTROLLER}.${namespaces.global}.svc.cluster.local`,
        port: { number: CONTROLLER_PORT },
      },
    },
  ],
  timeout: CONTROLLER_TIMEOUT,
  retries: { attempts: 0 },
  // Envoy sets them on answers of its own too, such as 503 without a controller.
  headers: { response: { set: { [REGION_HEADER]: own } } },
});

/** The gateway once more, under the name that only controllers ask for. */
function signalsGateway(
  name: string,
  region: Region,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { internal } = gatewayPorts;
  const namespace = meshNamespaces.ingress;
  const labels = regionLabels(region);
  return [
    new k8s.core.v1.Service(
      `${name}-${SIGNALS_GATEWAY}`,
      {
        metadata: {
          name: SIGNALS_GATEWAY,
          namespace,
          labels: { ...labels, "app.kubernetes.io/name": GATEWAY },
          // Its pods are awaited with their Deployment.
          annotations: { "pulumi.com/skipAwait": "true" },
        },
        spec: {
          selector: { ...gatewaySelector },
          ports: [{ name: "http", port: internal, targetPort: internal, appProtocol: "http" }],
        },
      },
      opts,
    ),
    istioObject(
      `${name}-${SIGNALS_GATEWAY}-policy`,
      {
        kind: "DestinationRule",
        metadata: { name: SIGNALS_GATEWAY, namespace, labels },
        spec: {
          host: SIGNALS_GATEWAY_HOST,
          trafficPolicy: {
            tls: {
              mode: "ISTIO_MUTUAL",
              // The listener is found by it.
              sni: INTERNAL_GATEWAY_HOST,
              subjectAltNames: [`spiffe://${gatewayPrincipal(region.name)}`],
            },
          },
        },
      },
      opts,
    ),
  ];
}

const read = (path: string) => ({ uri: { exact: path }, method: { exact: "GET" } });
