import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Retention } from "../../config/monitoring-config";
import type { ProgramConfig } from "../../config/program-config";
import { istioObject } from "../istio-mesh/istio-object";
import { regionLabels } from "../labels";
import { namespaces } from "../region-base/namespaces";
import { settingsChecksum } from "../workload/checksum";
import { fromPod, type ResourceAmounts } from "../workload/hardened-container";
import { hardenedPod } from "../workload/hardened-pod";
import type { NetworkAllow } from "../workload/network-allow";
import { serviceAccount } from "../workload/service-account";
import { rolloutTimeouts, selectorOf } from "../workload/workload";
import { volumeClaims } from "../workload/volume-claims";
import { workloadAllows } from "../workload/workload-allows";
import { meshCertificates } from "./mesh-certificates";
import { PROMETHEUS_PORT } from "./names";
import { retentionSize } from "./retention-size";

export interface PrometheusServerArgs extends Pick<
  ProgramConfig,
  "region" | "release" | "protectStorage" | "prometheusVersion"
> {
  /**
   * Each replica scrapes and stores for itself: two give every answer twice, from two zones. What is
   * written to by others can only be one, since a Service would split samples over its replicas.
   */
  readonly replicas: 1 | 2;
  readonly retention: Retention;
  /** Content of prometheus.yml. */
  readonly configuration: string;
  /** What it refers to, by the files' names; they are in {@link CONFIGURATION_DIRECTORY}. @default none */
  readonly files?: Readonly<Record<string, string>>;
  /** Files of rules, by name; they are in {@link RULES_DIRECTORY}. */
  readonly rules: Readonly<Record<string, string>>;
  /** Whether other Prometheuses may write to it. @default false */
  readonly remoteWriteReceiver?: boolean;
  /** Whether it scrapes pods of the mesh, with the certificate that its sidecar was issued. @default false */
  readonly scrapesMesh?: boolean;
  /** Whether it asks the API server what there is to scrape. The caller binds its rights. @default false */
  readonly discoversPods?: boolean;
  /** Every connection that the default deny has to let through. */
  readonly allows: readonly NetworkAllow[];
  readonly requests: ResourceAmounts;
  readonly limits: ResourceAmounts;
}

/** Where prometheus.yml and the files beside it are. */
export const CONFIGURATION_DIRECTORY = "/etc/prometheus/configuration";
const CONFIGURATION_FILE = "prometheus.yml";

/** Where rule files are, for `rule_files`. */
export const RULES_DIRECTORY = "/etc/prometheus/rules";

const DATA_DIRECTORY = "/prometheus";
const CLAIM = "data";

/** Seconds that a start may take to read the log of the last two hours. */
const STARTUP_SECONDS = 900;

/** Seconds that a stop may take to write what is in memory. */
const TERMINATION_GRACE_SECONDS = 300;

/**
 * A Prometheus in nephoran-global, whole: identity, configuration, pods with volumes that can grow,
 * Services, disruption budget and connections. All are named `name`, which is also its identity.
 *
 * A changed configuration or rule rolls the pods. A reload would keep a pod that goes on with the old
 * ones after an error; this way the first pod that cannot read the new ones stops the roll-out.
 *
 * @returns what has to be there before anybody relies on it.
 */
export function prometheusServer(
  name: string,
  args: PrometheusServerArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { region, release, retention, replicas } = args;
  const namespace = namespaces.global;
  const selector = selectorOf(name);
  const labels = { ...regionLabels(region), "app.kubernetes.io/name": name };
  const metadata = { name, namespace, labels };
  const files = { [CONFIGURATION_FILE]: args.configuration, ...args.files };

  const account = serviceAccount(
    `${name}-service-account`,
    { ...metadata, pullSecrets: release.pullSecrets },
    opts,
  );
  const configuration = new k8s.core.v1.ConfigMap(
    `${name}-configuration`,
    { metadata, data: files },
    opts,
  );
  const rules = new k8s.core.v1.ConfigMap(
    `${name}-rules`,
    { metadata: { ...metadata, name: `${name}-rules` }, data: { ...args.rules } },
    opts,
  );
  const policies = workloadAllows(
    {
      workload: name,
      region: region.name,
      namespace,
      labels,
      selector,
      allows: args.allows,
    },
    opts,
  );
  const claims = volumeClaims(
    name,
    {
      metadata,
      claim: CLAIM,
      statefulSet: name,
      replicas,
      storage: retention.storage,
      protect: args.protectStorage,
    },
    opts,
  );
  const headless = `${name}-headless`;
  const ports = [{ name: "http", port: PROMETHEUS_PORT, targetPort: "http", appProtocol: "http" }];
  // The StatefulSet is awaited, and its pods are the endpoints.
  const skipAwait = { "pulumi.com/skipAwait": "true" };
  const peers = new k8s.core.v1.Service(
    `${name}-headless`,
    {
      metadata: { ...metadata, name: headless, annotations: skipAwait },
      spec: { clusterIP: "None", selector: { ...selector }, ports },
    },
    opts,
  );

  const server = new k8s.apps.v1.StatefulSet(
    `${name}-replicas`,
    {
      metadata,
      spec: {
        serviceName: headless,
        replicas,
        selector: { matchLabels: { ...selector } },
        podManagementPolicy: "Parallel",
        persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
        template: hardenedPod({
          selector,
          labels,
          annotations: {
            "nephoran.io/settings-checksum": settingsChecksum({ ...files, ...args.rules }),
            ...(args.scrapesMesh && meshCertificates.annotations),
          },
          serviceAccountName: name,
          ...(args.discoversPods && { usesKubeApi: true }),
          terminationGracePeriodSeconds: TERMINATION_GRACE_SECONDS,
          container: {
            name: "prometheus",
            image: `${release.registry}/prom/prometheus:${args.prometheusVersion}`,
            command: [
              "/bin/prometheus",
              `--config.file=${CONFIGURATION_DIRECTORY}/${CONFIGURATION_FILE}`,
              `--storage.tsdb.path=${DATA_DIRECTORY}`,
              `--storage.tsdb.retention.time=${retention.retentionDays}d`,
              `--storage.tsdb.retention.size=${retentionSize(retention.storage.storageSize)}`,
              `--web.listen-address=:${PROMETHEUS_PORT}`,
              ...(args.remoteWriteReceiver ? ["--web.enable-remote-write-receiver"] : []),
            ],
            ports: [{ name: "http", containerPort: PROMETHEUS_PORT }],
            // Tells the replicas' series apart where they are written to.
            env: [fromPod("POD_NAME", "metadata.name")],
            requests: args.requests,
            limits: args.limits,
            probes: {
              livenessPath: "/-/healthy",
              readinessPath: "/-/ready",
              startupSeconds: STARTUP_SECONDS,
            },
            volumeMounts: [
              { name: CLAIM, mountPath: DATA_DIRECTORY },
              { name: "configuration", mountPath: CONFIGURATION_DIRECTORY, readOnly: true },
              { name: "rules", mountPath: RULES_DIRECTORY, readOnly: true },
              ...(args.scrapesMesh ? [meshCertificates.mount] : []),
            ],
          },
          volumes: [
            { name: "configuration", configMap: { name } },
            { name: "rules", configMap: { name: `${name}-rules` } },
            ...(args.scrapesMesh ? [meshCertificates.volume] : []),
          ],
        }),
        volumeClaimTemplates: [claims.template],
      },
    },
    {
      ...opts,
      // Kubernetes refuses to change them; the claims are what grows.
      ignoreChanges: ["spec.volumeClaimTemplates"],
      customTimeouts: rolloutTimeouts(replicas * (TERMINATION_GRACE_SECONDS + STARTUP_SECONDS)),
      dependsOn: [account, configuration, rules, peers, ...claims.resources, ...policies],
    },
  );

  const service = new k8s.core.v1.Service(
    `${name}-service`,
    {
      metadata: { ...metadata, annotations: skipAwait },
      spec: { selector: { ...selector }, ports },
    },
    opts,
  );
  const sameReplica = istioObject(
    `${name}-same-replica`,
    {
      kind: "DestinationRule",
      metadata,
      spec: {
        host: `${name}.${namespace}.svc.cluster.local`,
        trafficPolicy: {
          // Replicas scrape at different moments: who compares two answers needs both from one.
          loadBalancer: { consistentHash: { useSourceIp: true } },
        },
      },
    },
    opts,
  );
  const budget = new k8s.policy.v1.PodDisruptionBudget(
    `${name}-disruption-budget`,
    { metadata, spec: { maxUnavailable: 1, selector: { matchLabels: { ...selector } } } },
    opts,
  );
  return [server, service, sameReplica, budget];
}
