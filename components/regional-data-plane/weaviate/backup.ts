import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig, WeaviateBackup } from "../../../config/program-config";
import { regionLabels } from "../../labels";
import { namespaces } from "../../region-base/namespaces";
import { typeTokens } from "../../type-tokens";
import { hardenedPod } from "../../workload/hardened-pod";
import { networkAllows } from "../../workload/network-allow";
import { serviceAccount } from "../../workload/service-account";
import { selectorOf } from "../../workload/workload";
import { connections, dataPlane, egressTo } from "../connections";
import { apiKeyMount, type WeaviateClient } from "./client";

export interface WeaviateBackupArgs extends Pick<ProgramConfig, "region" | "release"> {
  readonly backup: WeaviateBackup;
  readonly weaviate: WeaviateClient;
}

/** Name of the CronJob, and of what belongs to it. */
const BACKUP = dataPlane.backup;

/** Image with sh and curl: https://hub.docker.com/r/curlimages/curl */
const IMAGE = "curlimages/curl:8.11.1";

/** A backup that takes longer is given up; the next one begins anew. */
const DEADLINE_SECONDS = 2 * 60 * 60;

const SCRIPT = "backup.sh";
const SCRIPTS_DIRECTORY = "/scripts";

/** Orders the replicas to back up, and fails if they do not: a failed Job is what alerts see. */
export class WeaviateBackups extends pulumi.ComponentResource {
  constructor(name: string, args: WeaviateBackupArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.WeaviateBackups, name, {}, opts);
    const namespace = namespaces.system;
    const selector = selectorOf(BACKUP);
    const labels = { ...regionLabels(args.region), "app.kubernetes.io/name": BACKUP };
    const metadata = { name: BACKUP, namespace, labels };
    const child = { parent: this };
    const key = apiKeyMount(args.weaviate);

    serviceAccount(
      `${name}-service-account`,
      { ...metadata, pullSecrets: args.release.pullSecrets },
      child,
    );
    new k8s.core.v1.ConfigMap(
      `${name}-script`,
      { metadata, data: { [SCRIPT]: readFileSync(join(__dirname, SCRIPT), "utf8") } },
      child,
    );
    networkAllows(
      {
        workload: BACKUP,
        namespace,
        labels,
        selector,
        allows: [egressTo(connections.orderBackup)],
      },
      child,
    );
    new k8s.batch.v1.CronJob(
      `${name}-schedule`,
      {
        metadata,
        spec: {
          schedule: args.backup.schedule,
          timeZone: "Etc/UTC",
          concurrencyPolicy: "Forbid",
          // Without it a hundred missed starts would end all further ones.
          startingDeadlineSeconds: 3_600,
          jobTemplate: {
            spec: {
              // What a second try would meet is the first one still running.
              backoffLimit: 0,
              activeDeadlineSeconds: DEADLINE_SECONDS,
              template: hardenedPod({
                selector,
                labels,
                annotations: {},
                serviceAccountName: BACKUP,
                terminationGracePeriodSeconds: 30,
                restartPolicy: "Never",
                container: {
                  name: BACKUP,
                  image: `${args.release.registry}/${IMAGE}`,
                  command: ["sh", `${SCRIPTS_DIRECTORY}/${SCRIPT}`],
                  env: [
                    { name: "WEAVIATE_URL", value: args.weaviate.url },
                    { name: "WEAVIATE_API_KEY_FILE", value: key.file },
                  ],
                  requests: { cpu: "10m", memory: "32Mi", "ephemeral-storage": "16Mi" },
                  limits: { cpu: "100m", memory: "64Mi", "ephemeral-storage": "64Mi" },
                  volumeMounts: [
                    key.mount,
                    { name: "scripts", mountPath: SCRIPTS_DIRECTORY, readOnly: true },
                  ],
                },
                volumes: [key.volume, { name: "scripts", configMap: { name: BACKUP } }],
              }),
            },
          },
        },
      },
      child,
    );
    this.registerOutputs({});
  }
}
