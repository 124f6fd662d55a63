import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../../config/program-config";
import { dashboardFiles, HOME_DASHBOARD } from "../../../dashboards/dashboards";
import { PROMETHEUS_DATA_SOURCE } from "../../../dashboards/panel";
import { regionLabels } from "../../labels";
import { namespaces } from "../../region-base/namespaces";
import { generatedSecret } from "../../regional-secrets/generated-secret";
import { typeTokens } from "../../type-tokens";
import { secretsChecksum, settingsChecksum } from "../../workload/checksum";
import { hardenedPod } from "../../workload/hardened-pod";
import { serviceAccount } from "../../workload/service-account";
import { rolloutTimeouts, SECRETS_DIRECTORY, selectorOf } from "../../workload/workload";
import { workloadAllows } from "../../workload/workload-allows";
import { controlPlane, controlPlanePorts, grafanaAllows } from "../connections";
import { provisioning, provisioningFiles } from "./provisioning";
import {
  DASHBOARDS_DIRECTORY,
  DATA_DIRECTORY,
  grafanaSettings,
  PROVISIONING_DIRECTORY,
  secretFiles,
} from "./settings";

export interface GrafanaArgs extends Pick<
  ProgramConfig,
  "region" | "release" | "globalMonitoring" | "secretsGeneration"
> {
  /** Where the Prometheus answers that dashboards ask. */
  readonly prometheusUrl: string;
  /** Key of the checksum by which pods learn of another secret. */
  readonly checksumKey: pulumi.Input<string>;
}

const GRAFANA = controlPlane.grafana;

/** Name of the ConfigMap and the volume of dashboards. */
const DASHBOARDS = `${GRAFANA}-dashboards`;

/** Name of the ConfigMap and the volume of what Grafana starts with. */
const PROVISIONING = `${GRAFANA}-provisioning`;

/** Seconds that a start may take: Grafana makes its database anew. */
const STARTUP_SECONDS = 180;

/** One shows all regions while the other one's node is lost. */
const REPLICAS = 2;

/**
 * What shows people how all regions are. Each replica has its database on its node: data sources,
 * dashboards and the administrator are provisioned, so that nothing is lost with it but sessions and
 * what people have changed by hand. A session is with one replica, as `kubectl port-forward` is.
 * A new database also is what makes another password count: an old one keeps the first.
 */
export class Grafana extends pulumi.ComponentResource {
  constructor(name: string, args: GrafanaArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.Grafana, name, {}, opts);
    const namespace = namespaces.global;
    const selector = selectorOf(GRAFANA);
    const labels = { ...regionLabels(args.region), "app.kubernetes.io/name": GRAFANA };
    const metadata = { name: GRAFANA, namespace, labels };
    const child = { parent: this };
    const settings = grafanaSettings(`${DASHBOARDS_DIRECTORY}/${HOME_DASHBOARD}`);
    const provisioned = provisioning({ uid: PROMETHEUS_DATA_SOURCE, url: args.prometheusUrl });
    const secrets = this.secrets(name, args.secretsGeneration);
    const secretName = `${GRAFANA}-secrets`;

    const account = serviceAccount(
      `${name}-service-account`,
      { ...metadata, pullSecrets: args.release.pullSecrets },
      child,
    );
    const configMaps = Object.entries({
      [GRAFANA]: settings,
      [PROVISIONING]: provisioned,
      [DASHBOARDS]: dashboardFiles(),
    }).map(
      ([configMap, data]) =>
        new k8s.core.v1.ConfigMap(
          `${name}-${configMap}`,
          { metadata: { ...metadata, name: configMap }, data },
          child,
        ),
    );
    const secret = new k8s.core.v1.Secret(
      `${name}-secrets`,
      { metadata: { ...metadata, name: secretName }, type: "Opaque", stringData: secrets },
      child,
    );
    const policies = workloadAllows(
      {
        workload: GRAFANA,
        region: args.region.name,
        namespace,
        labels,
        selector,
        allows: grafanaAllows,
      },
      child,
    );

    new k8s.apps.v1.Deployment(
      `${name}-deployment`,
      {
        metadata,
        spec: {
          replicas: REPLICAS,
          selector: { matchLabels: { ...selector } },
          strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
          template: hardenedPod({
            selector,
            labels,
            annotations: {
              // Dashboards are not in it: Grafana reads them again by itself.
              "nephoran.io/settings-checksum": settingsChecksum({ ...settings, ...provisioned }),
              "nephoran.io/secrets-checksum": secretsChecksum(args.checksumKey, secrets),
            },
            serviceAccountName: GRAFANA,
            terminationGracePeriodSeconds: 30,
            container: {
              name: GRAFANA,
              // No command: the image's own start is what reads secrets from files.
              image: `${args.release.registry}/grafana/grafana:${args.globalMonitoring.grafanaVersion}`,
              ports: [{ name: "http", containerPort: controlPlanePorts.grafana }],
              configMap: GRAFANA,
              requests: { cpu: "100m", memory: "256Mi", "ephemeral-storage": "256Mi" },
              limits: { cpu: "1", memory: "512Mi", "ephemeral-storage": "1Gi" },
              probes: {
                livenessPath: "/healthz",
                // This one asks the database, too.
                readinessPath: "/api/health",
                startupSeconds: STARTUP_SECONDS,
              },
              volumeMounts: [
                { name: "data", mountPath: DATA_DIRECTORY },
                { name: PROVISIONING, mountPath: PROVISIONING_DIRECTORY, readOnly: true },
                { name: DASHBOARDS, mountPath: DASHBOARDS_DIRECTORY, readOnly: true },
                { name: "secrets", mountPath: SECRETS_DIRECTORY, readOnly: true },
              ],
            },
            volumes: [
              { name: "data", emptyDir: { sizeLimit: "512Mi" } },
              {
                name: PROVISIONING,
                configMap: {
                  name: PROVISIONING,
                  items: Object.entries(provisioningFiles).map(([key, path]) => ({ key, path })),
                },
              },
              { name: DASHBOARDS, configMap: { name: DASHBOARDS } },
              { name: "secrets", secret: { secretName, defaultMode: 0o440 } },
            ],
          }),
        },
      },
      {
        ...child,
        customTimeouts: rolloutTimeouts(REPLICAS * STARTUP_SECONDS + 600),
        dependsOn: [account, secret, ...configMaps, ...policies],
      },
    );
    new k8s.core.v1.Service(
      `${name}-service`,
      {
        // The Deployment is awaited, and its pods are the endpoints.
        metadata: { ...metadata, annotations: { "pulumi.com/skipAwait": "true" } },
        spec: {
          selector: { ...selector },
          ports: [
            {
              name: "http",
              port: controlPlanePorts.grafana,
              targetPort: "http",
              appProtocol: "http",
            },
          ],
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

  /** New ones with each generation: no second side has to agree to them. */
  private secrets(name: string, generation: number): Record<string, pulumi.Output<string>> {
    const generate = (secret: string): pulumi.Output<string> =>
      generatedSecret(`${name}-${secret}-${generation}`, { parent: this });
    return {
      [secretFiles.adminPassword]: generate("admin-password"),
      [secretFiles.secretKey]: generate("secret-key"),
    };
  }
}
