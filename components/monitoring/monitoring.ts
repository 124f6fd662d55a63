import * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../config/program-config";
import { prometheusConfig } from "../../monitoring/prometheus-config";
import { ruleFile } from "../../monitoring/rules/recording-rule";
import { regionRules } from "../../monitoring/rules/region";
import { regionLabels } from "../labels";
import { namespaces } from "../region-base/namespaces";
import { typeTokens } from "../type-tokens";
import { networkAllows } from "../workload/network-allow";
import { selectorOf } from "../workload/workload";
import { kubeletsAllow, prometheusAllows } from "./connections";
import { discoveryRights } from "./discovery-rights";
import { kubeStateMetrics } from "./kube-state-metrics";
import { meshCertificateFiles } from "./mesh-certificates";
import { monitoring } from "./names";
import { CONFIGURATION_DIRECTORY, prometheusServer, RULES_DIRECTORY } from "./prometheus-server";
import { prometheusServices } from "./prometheus-services";
import { remoteWriteRoutes, remoteWrites } from "./remote-write-routes";

/** The part of the configuration that monitoring depends on. */
export type MonitoringArgs = Pick<
  ProgramConfig,
  | "topology"
  | "region"
  | "release"
  | "limits"
  | "models"
  | "protectStorage"
  | "prometheus"
  | "prometheusVersion"
  | "kubeStateMetricsVersion"
  | "nodeCidrs"
  | "cockroachdb"
  | "cockroachCertificates"
>;

/** File with the state store's CAs. */
const STATE_STORE_CA = "cockroachdb-ca.crt";

/**
 * What the region knows of itself: a Prometheus that scrapes all of the region and nothing else,
 * computes what traffic is steered by, and writes aggregates to every global control plane. It needs
 * no other region, and is there while others are not.
 */
export class Monitoring extends pulumi.ComponentResource {
  /** @param opts orders it after the gateway, whose listeners its routes belong to. */
  constructor(name: string, args: MonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.Monitoring, name, {}, opts);
    const { region, topology, prometheus } = args;
    const child = { parent: this };
    // Before its certificates are issued no node starts.
    const stateStoreCa =
      args.cockroachdb.mode === "install" ? args.cockroachCertificates?.ca : undefined;

    remoteWriteRoutes(name, { topology, region }, child);
    prometheusServices(name, args, child);
    if (prometheus.mode === "install") {
      const scrapes = [
        ...discoveryRights(`${name}-discovery`, region, child),
        ...networkAllows(
          {
            workload: monitoring.prometheus,
            namespace: namespaces.global,
            labels: { ...regionLabels(region), "app.kubernetes.io/name": monitoring.prometheus },
            selector: selectorOf(monitoring.prometheus),
            allows: [kubeletsAllow(args)],
          },
          child,
        ),
        ...kubeStateMetrics(`${name}-${monitoring.kubeStateMetrics}`, args, child),
      ];
      prometheusServer(
        monitoring.prometheus,
        {
          ...args,
          replicas: 2,
          retention: prometheus,
          configuration: prometheusConfig({
            region,
            paths: {
              rules: RULES_DIRECTORY,
              certificate: meshCertificateFiles,
              ...(stateStoreCa !== undefined && {
                stateStoreCa: `${CONFIGURATION_DIRECTORY}/${STATE_STORE_CA}`,
              }),
            },
            remoteWrites: remoteWrites(topology),
          }),
          ...(stateStoreCa !== undefined && { files: { [STATE_STORE_CA]: stateStoreCa } }),
          rules: {
            "region.yaml": ruleFile(
              regionRules({ region, maxConcurrentIntents: args.limits.maxConcurrentIntents }),
            ),
          },
          scrapesMesh: true,
          discoversPods: true,
          allows: prometheusAllows(args),
          requests: { cpu: "250m", memory: "1Gi", "ephemeral-storage": "256Mi" },
          limits: { cpu: "2", memory: "4Gi", "ephemeral-storage": "1Gi" },
        },
        { ...child, dependsOn: scrapes },
      );
    }
    this.registerOutputs({});
  }
}
