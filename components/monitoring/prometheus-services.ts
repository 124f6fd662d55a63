import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { hasGlobalControlPlane } from "../../config/derived";
import type { ProgramConfig } from "../../config/program-config";
import { regionLabels } from "../labels";
import { namespaces } from "../region-base/namespaces";
import { selectorOf } from "../workload/workload";
import {
  monitoring,
  PROMETHEUS,
  PROMETHEUS_GLOBAL,
  PROMETHEUS_PORT,
  prometheusHost,
} from "./names";

const inCluster = (host: string): string =>
  // An alias is taken as it is: no search domain makes it complete.
  host.endsWith(".svc") ? `${host}.cluster.local` : host;

/**
 * The names that metrics are asked for by: `prometheus` is the widest view that the region has, in both
 * namespaces, and `prometheus-regional` the region's own, whoever runs it.
 */
export function prometheusServices(
  name: string,
  { region, prometheus }: Pick<ProgramConfig, "region" | "prometheus">,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const labels = { ...regionLabels(region), "app.kubernetes.io/name": PROMETHEUS };
  const service = (
    child: string,
    metadata: { readonly name: string; readonly namespace: string },
    spec: k8s.types.input.core.v1.ServiceSpec,
  ): k8s.core.v1.Service =>
    new k8s.core.v1.Service(
      `${name}-${child}`,
      {
        metadata: { ...metadata, labels, annotations: { "pulumi.com/skipAwait": "true" } },
        spec,
      },
      opts,
    );
  const alias = (host: string) => ({ type: "ExternalName", externalName: inCluster(host) });
  const widest = { name: PROMETHEUS, namespace: namespaces.global };
  const fromSystem = { name: PROMETHEUS, namespace: namespaces.system };
  const existing = prometheus.mode === "existing" ? new URL(prometheus.url).hostname : undefined;

  const regional =
    existing === undefined
      ? []
      : [
          service(
            "regional",
            { name: monitoring.prometheus, namespace: namespaces.global },
            alias(existing),
          ),
        ];
  if (existing !== undefined && !hasGlobalControlPlane(region)) {
    return [
      ...regional,
      service("widest", widest, alias(existing)),
      service("from-system", fromSystem, alias(existing)),
    ];
  }
  const app = hasGlobalControlPlane(region) ? PROMETHEUS_GLOBAL : monitoring.prometheus;
  return [
    ...regional,
    service("widest", widest, {
      selector: { ...selectorOf(app) },
      ports: [{ name: "http", port: PROMETHEUS_PORT, targetPort: "http", appProtocol: "http" }],
    }),
    service("from-system", fromSystem, alias(prometheusHost(PROMETHEUS))),
  ];
}
