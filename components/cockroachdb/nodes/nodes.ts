import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../../config/program-config";
import type { Cockroachdb } from "../../../config/state-config";
import { type Labels, regionLabels } from "../../labels";
import { namespaces } from "../../region-base/namespaces";
import { settingsChecksum } from "../../workload/checksum";
import { fromPod } from "../../workload/hardened-container";
import { hardenedPod } from "../../workload/hardened-pod";
import { serviceAccount } from "../../workload/service-account";
import { volumeClaims } from "../../workload/volume-claims";
import { selectorOf } from "../../workload/workload";
import { COCKROACHDB, COCKROACHDB_PORTS, NODES } from "../names";
import { nodeCertificates } from "./certificates-volume";
import { DATA_DIRECTORY, nodeVariables, startScript } from "./start";

/** A state store that is the region's own. */
export type InstalledCockroachdb = Extract<Cockroachdb, { mode: "install" }>;

export interface NodesArgs extends Pick<
  ProgramConfig,
  "region" | "topology" | "release" | "cockroachCertificates" | "protectStorage"
> {
  readonly cockroachdb: InstalledCockroachdb;
  /** What has to be there before the first pod: what it may connect to, and is known by. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Seconds that a stopping node may take: it lets clients go, lets what they began end, and hands its
 * leases to others. By `server.shutdown.*` of the cluster, all but the last takes less than a minute.
 */
export const TERMINATION_GRACE_SECONDS = 300;

/** Seconds that a node may take to read its log before it answers that it is alive. */
const STARTUP_SECONDS = 600;

/** Claim of each node, before its ordinal. */
const CLAIM = "data";

/** The image of a node, and of whatever speaks to one. */
export const cockroachImage = (
  { registry }: ProgramConfig["release"],
  { version }: Pick<Cockroachdb, "version">,
): string => `${registry}/cockroachdb/cockroach:${version}`;

/**
 * The region's nodes, with the volumes that they keep: docs/decisions/0007. None of them is ready before
 * the cluster is initialised, so that nothing waits for them here: docs/state-store.md.
 */
export function nodes(
  name: string,
  args: NodesArgs,
  child: pulumi.CustomResourceOptions,
): k8s.apps.v1.StatefulSet {
  const { region, release, cockroachdb, protectStorage } = args;
  const { storage, backup } = cockroachdb;
  const namespace = namespaces.global;
  const selector = selectorOf(COCKROACHDB);
  const labels = { ...regionLabels(region), "app.kubernetes.io/name": COCKROACHDB };
  const metadata = { name: COCKROACHDB, namespace, labels };

  const account = serviceAccount(
    `${name}-service-account`,
    {
      ...metadata,
      ...(backup && { annotations: backup.serviceAccountAnnotations }),
      pullSecrets: release.pullSecrets,
    },
    child,
  );
  const claims = volumeClaims(
    name,
    {
      metadata,
      claim: CLAIM,
      statefulSet: COCKROACHDB,
      replicas: NODES,
      storage,
      protect: protectStorage,
    },
    child,
  );
  new k8s.policy.v1.PodDisruptionBudget(
    `${name}-disruption-budget`,
    { metadata, spec: { maxUnavailable: 1, selector: { matchLabels: { ...selector } } } },
    child,
  );
  return new k8s.apps.v1.StatefulSet(
    `${name}-nodes`,
    {
      metadata: { ...metadata, annotations: { "pulumi.com/skipAwait": "true" } },
      spec: {
        serviceName: COCKROACHDB,
        replicas: NODES,
        selector: { matchLabels: { ...selector } },
        // One after the other, the first would never be ready: it waits to be initialised.
        podManagementPolicy: "Parallel",
        persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
        template: nodePod(args, labels),
        volumeClaimTemplates: [claims.template],
      },
    },
    {
      ...child,
      // Kubernetes refuses to change them; the claims above are what grows.
      ignoreChanges: ["spec.volumeClaimTemplates"],
      dependsOn: [account, ...claims.resources, ...args.after],
    },
  );
}

function nodePod(
  { region, topology, release, cockroachdb, cockroachCertificates }: NodesArgs,
  labels: Labels,
): k8s.types.input.core.v1.PodTemplateSpec {
  const { cpu, memory, backup } = cockroachdb;
  const certificates = nodeCertificates();
  const amounts = { cpu: String(cpu), memory, "ephemeral-storage": "1Gi" };
  return hardenedPod({
    selector: selectorOf(COCKROACHDB),
    labels,
    annotations: {
      // Nodes do their own mutual TLS, and have to see who it is that logs in.
      "traffic.sidecar.istio.io/excludeInboundPorts": String(COCKROACHDB_PORTS.sql),
      // A running node goes on with the certificates that it was started with.
      ...(cockroachCertificates && {
        "nephoran.io/certificates-checksum": settingsChecksum({
          ca: cockroachCertificates.ca,
          node: cockroachCertificates.node.certificate,
        }),
      }),
    },
    serviceAccountName: COCKROACHDB,
    terminationGracePeriodSeconds: TERMINATION_GRACE_SECONDS,
    container: {
      name: COCKROACHDB,
      image: cockroachImage(release, cockroachdb),
      command: ["sh", "-c", startScript({ region, topology, memory })],
      ports: Object.entries(COCKROACHDB_PORTS).map(([port, containerPort]) => ({
        name: port,
        containerPort,
      })),
      env: [
        fromPod(nodeVariables.pod, "metadata.name"),
        fromPod(nodeVariables.node, "spec.nodeName"),
        // From Kubernetes 1.35 on, a pod has the zone of its node.
        fromPod(nodeVariables.zone, "metadata.labels['topology.kubernetes.io/zone']"),
        ...(backup ? [{ name: "AWS_REGION", value: backup.region ?? region.name }] : []),
      ],
      // What it may use is kept for it: a node that waits for a CPU loses its leases.
      requests: { ...amounts, "ephemeral-storage": "256Mi" },
      limits: amounts,
      probes: {
        scheme: "HTTPS",
        livenessPath: "/health",
        readinessPath: "/health?ready=1",
        startupSeconds: STARTUP_SECONDS,
      },
      volumeMounts: [{ name: CLAIM, mountPath: DATA_DIRECTORY }, certificates.mount],
    },
    volumes: [certificates.volume],
  });
}
