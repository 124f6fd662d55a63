import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../../config/program-config";
import { CONFIGURATION_FILE } from "../../../services/traffic-controller/configuration/file";
import { egressToSql } from "../../cockroachdb/allows";
import type { CockroachDb } from "../../cockroachdb/cockroachdb";
import { regionLabels, WARNING_ANNOTATION } from "../../labels";
import { scraped } from "../../monitoring/scraped";
import { namespaces } from "../../region-base/namespaces";
import { typeTokens } from "../../type-tokens";
import { networkAllows } from "../../workload/network-allow";
import { serviceAccount } from "../../workload/service-account";
import { selectorOf } from "../../workload/workload";
import { workloadAllows } from "../../workload/workload-allows";
import { configurationFile, type ConfigurationArgs } from "./configuration-file";
import { controllerAllows } from "./connections";
import { CONTROLLER_PORT, TRAFFIC_CONTROLLER } from "./names";
import { controllerPod } from "./pod";
import { controllerRights } from "./rights";
import { signalRoutes } from "./signal-routes";

export interface TrafficControllerArgs
  extends Omit<ConfigurationArgs, "sql">, Pick<ProgramConfig, "release" | "cockroachdb"> {
  readonly stateStore: Pick<CockroachDb, "sqlHost" | "sqlPort">;
}

/** One writes, the other stands by; both answer. */
const REPLICAS = 2;

const OFF =
  "Off: the entry keeps the weights that were written last, and takes no failed region out of them. " +
  "`nephoran:trafficController: {enabled: true}`, the default, has it decided again.";

/**
 * What decides where the region's entry sends its requests, and writes it into
 * `global-traffic-routing`. It asks every region, its own too, through the gateways.
 */
export class TrafficController extends pulumi.ComponentResource {
  /** @param opts orders it after the gateway, whose listeners its routes belong to. */
  constructor(name: string, args: TrafficControllerArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.TrafficController, name, {}, opts);
    const { region, release, cockroachdb, stateStore } = args;
    const { enabled } = args.trafficController;
    const namespace = namespaces.global;
    const selector = selectorOf(TRAFFIC_CONTROLLER);
    const labels = { ...regionLabels(region), "app.kubernetes.io/name": TRAFFIC_CONTROLLER };
    const metadata = { name: TRAFFIC_CONTROLLER, namespace, labels };
    const child = { parent: this };
    const sql = { host: stateStore.sqlHost, port: stateStore.sqlPort };
    const allowed = { workload: TRAFFIC_CONTROLLER, namespace, labels, selector };
    const [, file = ""] = /([^/]+)$/.exec(CONFIGURATION_FILE) ?? [];
    const files = { [file]: JSON.stringify(configurationFile({ ...args, sql }), undefined, 2) };

    signalRoutes(name, args, child);
    const before = [
      serviceAccount(
        `${name}-service-account`,
        { ...metadata, pullSecrets: release.pullSecrets },
        child,
      ),
      ...controllerRights(name, labels, child),
      ...workloadAllows(
        {
          ...allowed,
          region: region.name,
          allows: [...controllerAllows(args), scraped(TRAFFIC_CONTROLLER, CONTROLLER_PORT)],
        },
        child,
      ),
      // The mesh knows the state store by name, wherever it is.
      ...networkAllows(
        { ...allowed, allows: [egressToSql(TRAFFIC_CONTROLLER, cockroachdb)] },
        child,
      ),
      new k8s.core.v1.ConfigMap(`${name}-configuration`, { metadata, data: files }, child),
    ];
    new k8s.apps.v1.Deployment(
      `${name}-deployment`,
      {
        metadata: {
          ...metadata,
          // Without replicas there is nothing to wait for.
          annotations: enabled ? {} : { [WARNING_ANNOTATION]: OFF, "pulumi.com/skipAwait": "true" },
        },
        spec: {
          replicas: enabled ? REPLICAS : 0,
          selector: { matchLabels: { ...selector } },
          strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
          template: controllerPod({ release, labels, selector, files }),
        },
      },
      { ...child, dependsOn: before },
    );
    new k8s.core.v1.Service(
      `${name}-service`,
      {
        // The Deployment is awaited, and its pods are the endpoints.
        metadata: { ...metadata, annotations: { "pulumi.com/skipAwait": "true" } },
        spec: {
          selector: { ...selector },
          ports: [{ name: "http", port: CONTROLLER_PORT, targetPort: "http", appProtocol: "http" }],
        },
      },
      child,
    );
    new k8s.policy.v1.PodDisruptionBudget(
      `${name}-disruption-budget`,
      { metadata, spec: { maxUnavailable: 1, selector: { matchLabels: { ...selector } } } },
      child,
    );
    this.registerOutputs({});
  }
}
