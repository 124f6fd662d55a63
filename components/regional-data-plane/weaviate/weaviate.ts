import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../../config/program-config";
import { regionLabels } from "../../labels";
import { namespaces } from "../../region-base/namespaces";
import { typeTokens } from "../../type-tokens";
import { METRICS_PORTS } from "../../monitoring/scraped";
import { secretsChecksum, settingsChecksum } from "../../workload/checksum";
import type { Connection } from "../../workload/connection";
import { fromPod } from "../../workload/hardened-container";
import { hardenedPod } from "../../workload/hardened-pod";
import { volumeClaims } from "../../workload/volume-claims";
import { workloadAllows } from "../../workload/workload-allows";
import { serviceAccount } from "../../workload/service-account";
import { rolloutTimeouts, SECRETS_DIRECTORY, selectorOf } from "../../workload/workload";
import type { RegionalSecrets } from "../../regional-secrets/regional-secrets";
import { serverAllows } from "./allows";
import { WEAVIATE, WEAVIATE_PORTS, type WeaviateClient } from "./client";
import { DATA_DIRECTORY, PEER_PORTS, PEERS_SERVICE, serverSettings } from "./server-settings";

export interface WeaviateArgs extends Pick<
  ProgramConfig,
  "region" | "release" | "weaviate" | "protectStorage"
> {
  readonly secrets: RegionalSecrets;
  /** Who calls the store. */
  readonly callers: readonly Connection[];
}

/** Secrets come as files; the image takes them from its environment alone. */
const START = [
  "set -eu",
  `AUTHENTICATION_APIKEY_ALLOWED_KEYS=$(cat ${SECRETS_DIRECTORY}/accepted-api-keys)`,
  `CLUSTER_BASIC_AUTH_PASSWORD=$(cat ${SECRETS_DIRECTORY}/cluster-password)`,
  "export AUTHENTICATION_APIKEY_ALLOWED_KEYS CLUSTER_BASIC_AUTH_PASSWORD",
  `exec /bin/weaviate --host=0.0.0.0 --port=${WEAVIATE_PORTS.http} --scheme=http`,
].join("\n");

/** Seconds that a replica may take to write what it holds in memory to its volume. */
const FLUSH_SECONDS = 600;

/** Seconds that a replica may take to read its indexes before it answers. */
const STARTUP_SECONDS = 600;

/** Claim of each replica, before its ordinal. */
const CLAIM = "data";

/**
 * The region's vector store: the knowledge that intents are answered with. Replicas keep their
 * volumes, which are resources of their own, so that they can grow: docs/decisions/0007.
 */
export class Weaviate extends pulumi.ComponentResource {
  readonly client: WeaviateClient;

  constructor(name: string, args: WeaviateArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.Weaviate, name, {}, opts);
    const { weaviate, secrets } = args;
    const namespace = namespaces.system;
    const selector = selectorOf(WEAVIATE);
    const labels = { ...regionLabels(args.region), "app.kubernetes.io/name": WEAVIATE };
    const metadata = { name: WEAVIATE, namespace, labels };
    const child = { parent: this };
    const settings = serverSettings(args);
    const serverSecrets = {
      "accepted-api-keys": secrets.weaviateAcceptedApiKeys.apply((keys) => keys.join(",")),
      "cluster-password": secrets.weaviateClusterPassword,
    };

    const account = serviceAccount(
      `${name}-service-account`,
      {
        ...metadata,
        ...(weaviate.backup && { annotations: weaviate.backup.serviceAccountAnnotations }),
        pullSecrets: args.release.pullSecrets,
      },
      child,
    );
    const configMap = new k8s.core.v1.ConfigMap(
      `${name}-settings`,
      { metadata, data: settings },
      child,
    );
    const serverSecret = this.secret(`${WEAVIATE}-server`, metadata, serverSecrets);
    const policies = workloadAllows(
      {
        workload: WEAVIATE,
        region: args.region.name,
        namespace,
        labels,
        selector,
        allows: serverAllows(args),
      },
      child,
    );

    const claims = volumeClaims(
      name,
      {
        metadata,
        claim: CLAIM,
        statefulSet: WEAVIATE,
        replicas: weaviate.replicas,
        storage: weaviate,
        protect: args.protectStorage,
      },
      child,
    );

    const peers = this.service(`${name}-peers`, { ...metadata, name: PEERS_SERVICE }, PEER_PORTS, {
      clusterIP: "None",
      // Replicas elect a leader before any of them is ready.
      publishNotReadyAddresses: true,
    });

    const replicas = new k8s.apps.v1.StatefulSet(
      `${name}-replicas`,
      {
        metadata,
        spec: {
          serviceName: PEERS_SERVICE,
          replicas: weaviate.replicas,
          selector: { matchLabels: { ...selector } },
          // One after the other, the first would wait for a majority that never comes.
          podManagementPolicy: "Parallel",
          persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
          template: hardenedPod({
            selector,
            labels,
            annotations: {
              "nephoran.io/settings-checksum": settingsChecksum(settings),
              "nephoran.io/secrets-checksum": secretsChecksum(secrets.checksumKey, serverSecrets),
            },
            serviceAccountName: WEAVIATE,
            terminationGracePeriodSeconds: FLUSH_SECONDS,
            container: {
              name: WEAVIATE,
              image: `${args.release.registry}/semitechnologies/weaviate:${weaviate.version}`,
              command: ["sh", "-c", START],
              ports: Object.entries({
                ...WEAVIATE_PORTS,
                ...PEER_PORTS,
                metrics: METRICS_PORTS.weaviate,
              }).map(([port, containerPort]) => ({ name: port.toLowerCase(), containerPort })),
              configMap: WEAVIATE,
              env: [
                fromPod("CLUSTER_HOSTNAME", "metadata.name"),
                { name: "CLUSTER_BASIC_AUTH_USERNAME", value: WEAVIATE },
                // Here, or what the cloud adds to a pod would win over the ConfigMap.
                ...(weaviate.backup
                  ? [{ name: "AWS_REGION", value: weaviate.backup.region ?? args.region.name }]
                  : []),
              ],
              requests: { cpu: "1", memory: "4Gi", "ephemeral-storage": "256Mi" },
              limits: { cpu: "4", memory: "8Gi", "ephemeral-storage": "1Gi" },
              probes: {
                livenessPath: "/v1/.well-known/live",
                readinessPath: "/v1/.well-known/ready",
                startupSeconds: STARTUP_SECONDS,
              },
              volumeMounts: [
                { name: CLAIM, mountPath: DATA_DIRECTORY },
                { name: "secrets", mountPath: SECRETS_DIRECTORY, readOnly: true },
              ],
            },
            volumes: [
              {
                name: "secrets",
                secret: { secretName: `${WEAVIATE}-server`, defaultMode: 0o440 },
              },
            ],
          }),
          volumeClaimTemplates: [claims.template],
        },
      },
      {
        ...child,
        // Kubernetes refuses to change them; the claims above are what grows.
        ignoreChanges: ["spec.volumeClaimTemplates"],
        // Replicas are rolled one after the other.
        customTimeouts: rolloutTimeouts(weaviate.replicas * (FLUSH_SECONDS + STARTUP_SECONDS)),
        dependsOn: [account, configMap, serverSecret, peers, ...claims.resources, ...policies],
      },
    );

    // Every replica takes a new key before a client can find it.
    this.secret(
      `${WEAVIATE}-api-key`,
      metadata,
      { "api-key": secrets.weaviateApiKey },
      { dependsOn: replicas },
    );
    // Nobody asks a Service for metrics, but from it the mesh knows that their port speaks HTTP.
    const served = { ...WEAVIATE_PORTS, metrics: METRICS_PORTS.weaviate };
    this.service(`${name}-clients`, metadata, served, {});
    new k8s.policy.v1.PodDisruptionBudget(
      `${name}-disruption-budget`,
      { metadata, spec: { maxUnavailable: 1, selector: { matchLabels: { ...selector } } } },
      child,
    );

    this.client = {
      url: `http://${WEAVIATE}.${namespace}.svc:${WEAVIATE_PORTS.http}`,
      apiKeySecret: `${WEAVIATE}-api-key`,
    };
    this.registerOutputs({ url: this.client.url });
  }

  private secret(
    name: string,
    metadata: Metadata,
    stringData: Readonly<Record<string, pulumi.Input<string>>>,
    opts: pulumi.CustomResourceOptions = {},
  ): k8s.core.v1.Secret {
    return new k8s.core.v1.Secret(
      name,
      { metadata: { ...metadata, name }, type: "Opaque", stringData: { ...stringData } },
      { ...opts, parent: this },
    );
  }

  private service(
    name: string,
    metadata: Metadata,
    ports: Readonly<Record<string, number>>,
    spec: k8s.types.input.core.v1.ServiceSpec,
  ): k8s.core.v1.Service {
    return new k8s.core.v1.Service(
      name,
      {
        // The StatefulSet is awaited, and its pods are the endpoints.
        metadata: { ...metadata, annotations: { "pulumi.com/skipAwait": "true" } },
        spec: {
          ...spec,
          selector: { ...selectorOf(WEAVIATE) },
          ports: servicePorts(ports),
        },
      },
      { parent: this },
    );
  }
}

interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
}

function servicePorts(
  ports: Readonly<Record<string, number>>,
): k8s.types.input.core.v1.ServicePort[] {
  return Object.entries(ports).map(([name, port]) => {
    const lower = name.toLowerCase();
    return { name: lower, port, targetPort: lower, appProtocol: protocolOf(name) };
  });
}

/** What the mesh makes of a connection. */
const protocolOf = (port: string): string => {
  if (port === "metrics") return "http";
  return port === "http" || port === "grpc" ? port : "tcp";
};
