import type * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../config/program-config";
import { publicRegionHost } from "../../routing/hosts";
import { istioObject } from "../istio-mesh/istio-object";
import { GATEWAY_HOST, gatewayPorts } from "../istio-mesh/names";
import { regionLabels } from "../labels";
import { namespaces } from "../region-base/namespaces";
import { FRONT } from "./names";

/**
 * Lets the front ask for its own region by the public name. The name leads to the region's gateway
 * inside the cluster, whatever DNS says: nothing leaves the region by it.
 */
export function ownEntry(
  { topology, region }: Pick<ProgramConfig, "topology" | "region">,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const name = `${FRONT}-to-own-region`;
  return istioObject(
    name,
    {
      kind: "ServiceEntry",
      metadata: {
        name,
        namespace: namespaces.system,
        labels: { ...regionLabels(region), "app.kubernetes.io/name": FRONT },
      },
      spec: {
        hosts: [publicRegionHost(region.name, topology)],
        // The gateway's TLS is the caller's to begin; the mesh adds nothing to it.
        location: "MESH_EXTERNAL",
        ports: [{ number: gatewayPorts.https, name: "tls-https", protocol: "TLS" }],
        resolution: "DNS",
        endpoints: [{ address: GATEWAY_HOST }],
        exportTo: ["."],
      },
    },
    opts,
  );
}
