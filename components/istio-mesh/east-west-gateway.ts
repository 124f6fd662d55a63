import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Istio } from "../../config/mesh-config";
import type { Region } from "../../config/topology";
import { regionLabels } from "../labels";
import { meshNamespaces } from "../region-base/namespaces";
import { networkAllows } from "../workload/network-allow";
import { istioChart } from "./chart";
import { eastWestAllows } from "./control-plane-network";
import { gatewayValues } from "./gateway-values";
import { istioObject } from "./istio-object";
import { loadBalancerAddress, loadBalancerAnnotations } from "./load-balancer";
import { EASTWEST_GATEWAY, EASTWEST_PORT, eastWestSelector } from "./names";

/**
 * The gateway that connections to discovered services of the region pass through, still encrypted. It
 * is apart from that of the traffic path, since Istio applies no authorization to what passes through.
 *
 * @param opts orders it after the mesh's control plane.
 * @returns where other regions reach it: an IP address or a host name.
 */
export function eastWestGateway(
  name: string,
  { region, istio }: { readonly region: Region; readonly istio: Istio },
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const namespace = meshNamespaces.istio;
  const labels = regionLabels(region);
  const metadata = { name: EASTWEST_GATEWAY, namespace, labels };

  istioChart(
    `${name}-eastwest`,
    istio,
    {
      chart: "gateway",
      release: EASTWEST_GATEWAY,
      namespace,
      values: gatewayValues({
        selector: eastWestSelector,
        replicas: { minimum: 2, maximum: 5 },
        network: region.name,
      }),
    },
    opts,
  );
  networkAllows(
    {
      workload: EASTWEST_GATEWAY,
      namespace,
      labels,
      selector: eastWestSelector,
      allows: eastWestAllows,
    },
    opts,
  );
  istioObject(
    `${name}-eastwest-passthrough`,
    {
      kind: "Gateway",
      metadata,
      spec: {
        selector: { ...eastWestSelector },
        servers: [
          {
            port: { number: EASTWEST_PORT, name: "tls", protocol: "TLS" },
            tls: { mode: "AUTO_PASSTHROUGH" },
            hosts: ["*.svc.cluster.local"],
          },
        ],
      },
    },
    opts,
  );
  const service = new k8s.core.v1.Service(
    `${name}-eastwest-service`,
    {
      metadata: {
        ...metadata,
        labels: { ...labels, "topology.istio.io/network": region.name },
        annotations: loadBalancerAnnotations,
      },
      spec: {
        type: "LoadBalancer",
        selector: { ...eastWestSelector },
        ports: [{ name: "tls", port: EASTWEST_PORT, targetPort: EASTWEST_PORT }],
      },
    },
    opts,
  );
  return loadBalancerAddress(service);
}
