import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Region } from "../../../config/topology";
import { regionLabels } from "../../labels";
import { namespaces } from "../../region-base/namespaces";
import { selectorOf } from "../../workload/workload";
import {
  COCKROACHDB,
  COCKROACHDB_PORTS,
  NODE_METRICS_PORT,
  NODE_METRICS_PORT_NAME,
  podNames,
  PUBLIC_SERVICE,
} from "../names";

/** Label that the StatefulSet's controller puts on each pod. */
const POD_NAME_LABEL = "statefulset.kubernetes.io/pod-name";

/**
 * By what nodes are reached: by each other before any of them is ready, by clients only where one is,
 * and one by one by the gateway and by whoever asks for metrics.
 */
export function nodeServices(
  name: string,
  region: Region,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.Service[] {
  const selector = selectorOf(COCKROACHDB);
  const service = (service: string, spec: k8s.types.input.core.v1.ServiceSpec) =>
    new k8s.core.v1.Service(
      `${name}-${service}-service`,
      {
        metadata: {
          name: service,
          namespace: namespaces.global,
          labels: { ...regionLabels(region), "app.kubernetes.io/name": COCKROACHDB },
          // Nothing is behind them before the cluster is initialised.
          annotations: { "pulumi.com/skipAwait": "true" },
        },
        spec: {
          selector: { ...selector },
          ports: [
            // Clients ask in clear for TLS first, so that no proxy could take it for TLS.
            { name: "tcp-sql", port: COCKROACHDB_PORTS.sql, targetPort: "sql", appProtocol: "tcp" },
            {
              name: "https",
              port: COCKROACHDB_PORTS.http,
              targetPort: "http",
              appProtocol: "https",
            },
          ],
          ...spec,
        },
      },
      opts,
    );

  return [
    service(COCKROACHDB, { clusterIP: "None", publishNotReadyAddresses: true }),
    service(PUBLIC_SERVICE, {}),
    ...podNames.map((pod) =>
      service(pod, {
        selector: { ...selector, [POD_NAME_LABEL]: pod },
        ports: [
          { name: "tcp-sql", port: COCKROACHDB_PORTS.sql, targetPort: "sql", appProtocol: "tcp" },
          {
            name: "https-metrics",
            port: NODE_METRICS_PORT,
            targetPort: NODE_METRICS_PORT_NAME,
            appProtocol: "https",
          },
        ],
        publishNotReadyAddresses: true,
      }),
    ),
  ];
}
