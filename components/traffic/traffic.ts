import * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../config/program-config";
import type { Peers } from "../../outputs/peers";
import { istioChart } from "../istio-mesh/chart";
import { gatewayValues } from "../istio-mesh/gateway-values";
import { istioObject } from "../istio-mesh/istio-object";
import { GATEWAY, gatewayPrincipal, gatewaySelector, INTERNAL_GATEWAY } from "../istio-mesh/names";
import { regionLabels } from "../labels";
import { meshNamespaces } from "../region-base/namespaces";
import { typeTokens } from "../type-tokens";
import { networkAllows } from "../workload/network-allow";
import { admissions } from "./admissions";
import { destinations } from "./destinations";
import { gatewayAllows } from "./gateway-allows";
import { gatewayServices } from "./gateway-services";
import { gateways } from "./gateways";
import { INTERNAL_GATEWAY_HOST } from "./internal-gateway";
import { publicCertificate } from "./public-certificate";
import { tokenVerification } from "./tokens";
import { trafficRoutes } from "./traffic-routes";

/** The part of the configuration that the gateway depends on, and the other regions. */
export interface TrafficArgs extends Pick<
  ProgramConfig,
  "topology" | "region" | "istio" | "gateway" | "cockroachdb"
> {
  readonly peers: Peers;
}

/** Bounds of the gateway's autoscaler. */
const REPLICAS = { minimum: 2, maximum: 8 };

/**
 * The entry of one region: its gateway, who may come in by it, and where it sends what comes in. It is
 * also the only way by which other regions, and the region itself, reach its processors.
 */
export class Traffic extends pulumi.ComponentResource {
  /** Where the gateway is reached from outside: an IP address or a host name. */
  readonly address: pulumi.Output<string>;
  /** Where the gateway is reached from inside. */
  readonly clusterIp: pulumi.Output<string>;

  /** @param opts orders it after the mesh, which has the namespace and the definitions. */
  constructor(name: string, args: TrafficArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.Traffic, name, {}, opts);
    const { region, istio } = args;
    const child = { parent: this };
    const namespace = meshNamespaces.ingress;
    const labels = regionLabels(region);

    const policies = networkAllows(
      {
        workload: GATEWAY,
        namespace,
        labels,
        selector: gatewaySelector,
        allows: gatewayAllows(args),
      },
      child,
    );
    // Before the first listener, so that none is ever open to everybody.
    const guards = [
      ...policies,
      ...tokenVerification(name, args, child),
      ...admissions(name, args, child),
    ];
    const pods = istioChart(
      `${name}-gateway`,
      istio,
      {
        chart: "gateway",
        release: GATEWAY,
        namespace,
        values: gatewayValues({ selector: gatewaySelector, replicas: REPLICAS }),
      },
      { ...child, dependsOn: guards },
    );
    const { address, clusterIp } = gatewayServices(name, args, child);
    const certificate = publicCertificate(name, args, child);
    const listeners = gateways(name, args, { ...child, dependsOn: [...guards, ...certificate] });

    const internal = istioObject(
      `${name}-internal-policy`,
      {
        kind: "DestinationRule",
        metadata: { name: INTERNAL_GATEWAY, namespace, labels },
        spec: {
          host: INTERNAL_GATEWAY_HOST,
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
      child,
    );
    // Routes come last: one that leads nowhere yet is answered with an error.
    const known = destinations(name, { ...args, clusterIp }, child);
    trafficRoutes(name, args, { ...child, dependsOn: [pods, internal, ...listeners, ...known] });

    this.address = address;
    this.clusterIp = clusterIp;
    this.registerOutputs({ address, clusterIp });
  }
}
