import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import type { ProgramConfig } from "../../config/program-config";
import { alertFile } from "../../monitoring/alerts/alert-file";
import { globalRules } from "../../monitoring/rules/global";
import { ruleFile } from "../../monitoring/rules/recording-rule";
import { PROMETHEUS_PORT, prometheusHost } from "../monitoring/names";
import { prometheusServer } from "../monitoring/prometheus-server";
import type { RegionalSecrets } from "../regional-secrets/regional-secrets";
import { typeTokens } from "../type-tokens";
import { Alertmanager } from "./alertmanager/alertmanager";
import { controlPlane, prometheusGlobalAllows } from "./connections";
import { Grafana } from "./grafana/grafana";
import { globalPrometheusConfiguration } from "./prometheus-configuration";

/** The part of the configuration that the global control plane depends on, and the region's secrets. */
export interface GlobalControlPlaneArgs extends Pick<
  ProgramConfig,
  | "topology"
  | "region"
  | "release"
  | "protectStorage"
  | "prometheusVersion"
  | "globalMonitoring"
  | "secretsGeneration"
> {
  readonly secrets: RegionalSecrets;
}

/**
 * What looks at all regions from one: the Prometheus that they write to, its rules and alerts, and how
 * people see them. Each region that has one sees everything for itself, so that losing one blinds
 * nobody. No traffic depends on any of it.
 */
export class GlobalControlPlane extends pulumi.ComponentResource {
  constructor(name: string, args: GlobalControlPlaneArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.GlobalControlPlane, name, {}, opts);
    const { topology, region, globalMonitoring, secrets } = args;
    const child = { parent: this };

    new Alertmanager(
      controlPlane.alertmanager,
      { ...args, checksumKey: secrets.checksumKey },
      child,
    );
    prometheusServer(
      controlPlane.prometheus,
      {
        ...args,
        replicas: 1,
        retention: globalMonitoring,
        configuration: stringify(globalPrometheusConfiguration(region.name)),
        rules: {
          "global.yaml": ruleFile(globalRules),
          "alerts.yaml": alertFile(topology),
        },
        remoteWriteReceiver: true,
        allows: prometheusGlobalAllows,
        requests: { cpu: "500m", memory: "2Gi", "ephemeral-storage": "256Mi" },
        limits: { cpu: "2", memory: "8Gi", "ephemeral-storage": "1Gi" },
      },
      child,
    );
    new Grafana(
      controlPlane.grafana,
      {
        ...args,
        prometheusUrl: `http://${prometheusHost(controlPlane.prometheus)}:${PROMETHEUS_PORT}`,
        checksumKey: secrets.checksumKey,
      },
      child,
    );
    this.registerOutputs({});
  }
}
