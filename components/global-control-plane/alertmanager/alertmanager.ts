import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import type { ProgramConfig } from "../../../config/program-config";
import { regionLabels, WARNING_ANNOTATION } from "../../labels";
import { namespaces } from "../../region-base/namespaces";
import { typeTokens } from "../../type-tokens";
import { secretsChecksum, settingsChecksum } from "../../workload/checksum";
import { fromPod } from "../../workload/hardened-container";
import { hardenedPod } from "../../workload/hardened-pod";
import { serviceAccount } from "../../workload/service-account";
import { rolloutTimeouts, SECRETS_DIRECTORY, selectorOf } from "../../workload/workload";
import { workloadAllows } from "../../workload/workload-allows";
import { alertmanagerAllows, controlPlane, controlPlanePorts } from "../connections";
import { alertmanagerConfiguration } from "./configuration";

export interface AlertmanagerArgs extends Pick<
  ProgramConfig,
  "region" | "release" | "globalMonitoring"
> {
  /** Key of the checksum by which pods learn of another secret. */
  readonly checksumKey: pulumi.Input<string>;
}

const ALERTMANAGER = controlPlane.alertmanager;

/** Two tell each other what has been sent, so that one is enough and both tell it once. */
const REPLICAS = 2;

const CONFIGURATION_DIRECTORY = "/etc/alertmanager";
const CONFIGURATION_FILE = "alertmanager.yml";
const DATA_DIRECTORY = "/alertmanager";
const WEBHOOK_URL_FILE = "webhook-url";

/** Seconds that a new replica has to copy silences from the other before that one is restarted. */
const SETTLE_SECONDS = 30;

/** Seconds that a start or a stop may take. */
const STARTUP_SECONDS = 120;

const NOBODY_IS_TOLD =
  "Nobody is told of alerts: alertWebhookUrl is not set. They are shown in Alertmanager and Grafana.";

/**
 * Tells people of alerts, once, from two replicas. They hold silences and what has been sent in
 * memory of the node (`emptyDir`), and each copies them from the other when it starts: only losing
 * both at once loses them, and then an alert is told again, never swallowed.
 */
export class Alertmanager extends pulumi.ComponentResource {
  constructor(name: string, args: AlertmanagerArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.Alertmanager, name, {}, opts);
    const { alertWebhook, alertmanagerVersion } = args.globalMonitoring;
    const namespace = namespaces.global;
    const selector = selectorOf(ALERTMANAGER);
    const labels = { ...regionLabels(args.region), "app.kubernetes.io/name": ALERTMANAGER };
    const metadata = { name: ALERTMANAGER, namespace, labels };
    const warnings = alertWebhook ? {} : { [WARNING_ANNOTATION]: NOBODY_IS_TOLD };
    const child = { parent: this };
    const settings = {
      [CONFIGURATION_FILE]: stringify(
        alertmanagerConfiguration(alertWebhook && `${SECRETS_DIRECTORY}/${WEBHOOK_URL_FILE}`),
      ),
    };
    const secretName = `${ALERTMANAGER}-secrets`;
    const secrets = alertWebhook && { [WEBHOOK_URL_FILE]: alertWebhook.url.asOutput() };

    const account = serviceAccount(
      `${name}-service-account`,
      { ...metadata, pullSecrets: args.release.pullSecrets },
      child,
    );
    const configMap = new k8s.core.v1.ConfigMap(
      `${name}-configuration`,
      { metadata: { ...metadata, annotations: warnings }, data: settings },
      child,
    );
    const secret =
      secrets &&
      new k8s.core.v1.Secret(
        `${name}-secrets`,
        { metadata: { ...metadata, name: secretName }, type: "Opaque", stringData: secrets },
        child,
      );
    const policies = workloadAllows(
      {
        workload: ALERTMANAGER,
        region: args.region.name,
        namespace,
        labels,
        selector,
        allows: alertmanagerAllows(args),
      },
      child,
    );
    const service = new k8s.core.v1.Service(
      `${name}-service`,
      {
        // The StatefulSet is awaited, and its pods are the endpoints.
        metadata: { ...metadata, annotations: { "pulumi.com/skipAwait": "true" } },
        spec: {
          // Every alert goes to every replica, each by its own name.
          clusterIP: "None",
          // Replicas find each other before they are ready.
          publishNotReadyAddresses: true,
          selector: { ...selector },
          ports: [
            {
              name: "http",
              port: controlPlanePorts.alertmanager,
              targetPort: "http",
              appProtocol: "http",
            },
            {
              name: "gossip",
              port: controlPlanePorts.gossip,
              targetPort: "gossip",
              appProtocol: "tcp",
            },
            {
              name: "gossip-udp",
              port: controlPlanePorts.gossip,
              targetPort: "gossip-udp",
              protocol: "UDP",
            },
          ],
        },
      },
      child,
    );

    new k8s.apps.v1.StatefulSet(
      `${name}-replicas`,
      {
        metadata: { ...metadata, annotations: warnings },
        spec: {
          serviceName: ALERTMANAGER,
          replicas: REPLICAS,
          podManagementPolicy: "Parallel",
          minReadySeconds: SETTLE_SECONDS,
          selector: { matchLabels: { ...selector } },
          template: hardenedPod({
            selector,
            labels,
            annotations: {
              "nephoran.io/settings-checksum": settingsChecksum(settings),
              ...(secrets && {
                "nephoran.io/secrets-checksum": secretsChecksum(args.checksumKey, secrets),
              }),
            },
            serviceAccountName: ALERTMANAGER,
            terminationGracePeriodSeconds: 30,
            container: {
              name: ALERTMANAGER,
              image: `${args.release.registry}/prom/alertmanager:${alertmanagerVersion}`,
              command: ["/bin/alertmanager", ...alertmanagerFlags()],
              ports: [
                { name: "http", containerPort: controlPlanePorts.alertmanager },
                { name: "gossip", containerPort: controlPlanePorts.gossip },
                { name: "gossip-udp", containerPort: controlPlanePorts.gossip, protocol: "UDP" },
              ],
              env: [fromPod("POD_IP", "status.podIP")],
              requests: { cpu: "20m", memory: "64Mi", "ephemeral-storage": "64Mi" },
              limits: { cpu: "500m", memory: "256Mi", "ephemeral-storage": "256Mi" },
              probes: {
                livenessPath: "/-/healthy",
                readinessPath: "/-/ready",
                startupSeconds: STARTUP_SECONDS,
              },
              volumeMounts: [
                { name: "configuration", mountPath: CONFIGURATION_DIRECTORY, readOnly: true },
                { name: "data", mountPath: DATA_DIRECTORY },
                ...(secrets
                  ? [{ name: "secrets", mountPath: SECRETS_DIRECTORY, readOnly: true }]
                  : []),
              ],
            },
            volumes: [
              { name: "configuration", configMap: { name: ALERTMANAGER } },
              { name: "data", emptyDir: { sizeLimit: "128Mi" } },
              ...(secrets ? [{ name: "secrets", secret: { secretName, defaultMode: 0o440 } }] : []),
            ],
          }),
        },
      },
      {
        ...child,
        // Replicas are rolled one after the other.
        customTimeouts: rolloutTimeouts(REPLICAS * (SETTLE_SECONDS + STARTUP_SECONDS) + 600),
        dependsOn: [account, configMap, service, ...(secret ? [secret] : []), ...policies],
      },
    );
    new k8s.policy.v1.PodDisruptionBudget(
      `${name}-disruption-budget`,
      { metadata, spec: { maxUnavailable: 1, selector: { matchLabels: { ...selector } } } },
      child,
    );
    this.registerOutputs({});
  }
}

/** Where every replica takes alerts; whoever has one hands it to all. */
export const alertmanagerAddresses: readonly string[] = replicaHosts().map(
  (host) => `${host}:${controlPlanePorts.alertmanager}`,
);

function replicaHosts(): string[] {
  return Array.from(
    { length: REPLICAS },
    (_, ordinal) => `${ALERTMANAGER}-${ordinal}.${ALERTMANAGER}.${namespaces.global}.svc`,
  );
}

/** https://prometheus.io/docs/alerting/latest/high_availability/ */
function alertmanagerFlags(): string[] {
  const { alertmanager, gossip } = controlPlanePorts;
  return [
    `--config.file=${CONFIGURATION_DIRECTORY}/${CONFIGURATION_FILE}`,
    `--storage.path=${DATA_DIRECTORY}`,
    `--web.listen-address=:${alertmanager}`,
    `--web.external-url=http://${ALERTMANAGER}.${namespaces.global}.svc:${alertmanager}`,
    `--cluster.listen-address=:${gossip}`,
    // Left to itself it takes private addresses alone; the brackets are for IPv6.
    `--cluster.advertise-address=[$(POD_IP)]:${gossip}`,
    ...replicaHosts().map((host) => `--cluster.peer=${host}:${gossip}`),
    "--log.format=json",
  ];
}
