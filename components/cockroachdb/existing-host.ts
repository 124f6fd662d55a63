import { isIP } from "node:net";
import type * as pulumi from "@pulumi/pulumi";
import type { Region } from "../../config/topology";
import { MESH_DOMAIN } from "../../routing/hosts";
import { istioObject } from "../istio-mesh/istio-object";
import { regionLabels } from "../labels";
import { namespaces } from "../region-base/namespaces";
import { COCKROACHDB, COCKROACHDB_PORTS } from "./names";

/** A Service of the cluster, which the mesh knows anyway. */
const OF_CLUSTER = /\.svc(\.cluster\.local)?$/;

/** Tells the mesh of a state store that is somebody else's: proxies know no address by themselves. */
export function existingHost(
  name: string,
  region: Region,
  host: string,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  if (OF_CLUSTER.test(host)) return [];
  const isAddress = isIP(host) !== 0;
  return [
    istioObject(
      `${name}-existing`,
      {
        kind: "ServiceEntry",
        metadata: {
          name: `${COCKROACHDB}-existing`,
          namespace: namespaces.global,
          labels: regionLabels(region),
        },
        spec: {
          hosts: [isAddress ? `${COCKROACHDB}-existing.outside.${MESH_DOMAIN}` : host],
          ...(isAddress && { addresses: [host] }),
          location: "MESH_EXTERNAL",
          ports: [{ number: COCKROACHDB_PORTS.sql, name: "tcp-sql", protocol: "TCP" }],
          resolution: isAddress ? "NONE" : "DNS",
          exportTo: ["."],
        },
      },
      opts,
    ),
  ];
}
