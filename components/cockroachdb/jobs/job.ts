import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../../config/program-config";
import type { Cockroachdb } from "../../../config/state-config";
import { regionLabels } from "../../labels";
import { namespaces } from "../../region-base/namespaces";
import { hardenedPod } from "../../workload/hardened-pod";
import { rolloutTimeouts, selectorOf } from "../../workload/workload";
import { CERTIFICATES_DIRECTORY, SETUP } from "../names";
import { clientCertificates } from "../nodes/certificates-volume";
import { cockroachImage } from "../nodes/nodes";

/** Something that sets up the state store, runs to an end, and is awaited. */
export interface SetUpJobArgs extends Pick<ProgramConfig, "region" | "release"> {
  readonly cockroachdb: Cockroachdb;
  /** What it is for, which is the same for every content. */
  readonly purpose: string;
  /** Name of the Job. */
  readonly job: string;
  readonly command: readonly string[];
  /** `host:port` of SQL. */
  readonly host: string;
  /** More of the environment. @default none */
  readonly env?: Readonly<Record<string, string>>;
  /** Of the pod. @default none */
  readonly annotations?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Volumes by the directory that they are read in. @default none */
  readonly files?: Readonly<Record<string, k8s.types.input.core.v1.Volume>>;
  /** Seconds after which it has failed, all attempts together. */
  readonly deadlineSeconds: number;
}

/** Attempts after the first one: a node may go while it is asked. */
const RETRIES = 3;

/** Seconds that the engine waits longer than a Job may run: it is the Job that says why it failed. */
const MARGIN_SECONDS = 60;

/** Runs as the state store's administrator, whose certificate is made to last for days. */
export function setUpJob(
  resource: string,
  args: SetUpJobArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.batch.v1.Job {
  const { region, release, cockroachdb, deadlineSeconds } = args;
  const certificates = clientCertificates("root");
  const files = Object.entries(args.files ?? {});
  const labels = { ...regionLabels(region), "app.kubernetes.io/name": args.purpose };
  return new k8s.batch.v1.Job(
    resource,
    {
      metadata: {
        name: args.job,
        namespace: namespaces.global,
        labels,
        // One that failed is run again by the next deployment, and not taken for done.
        annotations: { "pulumi.com/replaceUnready": "true" },
      },
      spec: {
        backoffLimit: RETRIES,
        activeDeadlineSeconds: deadlineSeconds,
        template: hardenedPod({
          selector: selectorOf(SETUP),
          labels,
          annotations: args.annotations ?? {},
          serviceAccountName: SETUP,
          terminationGracePeriodSeconds: 30,
          restartPolicy: "Never",
          container: {
            name: args.purpose,
            image: cockroachImage(release, cockroachdb),
            command: args.command,
            env: Object.entries({
              COCKROACH_HOST: args.host,
              COCKROACH_CERTS_DIR: CERTIFICATES_DIRECTORY,
              ...args.env,
            }).map(([name, value]) => ({ name, value })),
            requests: { cpu: "50m", memory: "128Mi", "ephemeral-storage": "16Mi" },
            limits: { cpu: "500m", memory: "512Mi", "ephemeral-storage": "64Mi" },
            volumeMounts: [
              certificates.mount,
              ...files.map(([mountPath, { name }]) => ({ name, mountPath, readOnly: true })),
            ],
          },
          volumes: [certificates.volume, ...files.map(([, volume]) => volume)],
        }),
      },
    },
    { ...opts, customTimeouts: rolloutTimeouts(deadlineSeconds + MARGIN_SECONDS) },
  );
}
