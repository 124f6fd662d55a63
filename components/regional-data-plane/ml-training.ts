import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../config/program-config";
import { type Labels, regionLabels } from "../labels";
import { namespaces } from "../region-base/namespaces";
import { typeTokens } from "../type-tokens";
import { hardenedPod } from "../workload/hardened-pod";
import { networkAllows } from "../workload/network-allow";
import { serviceAccount } from "../workload/service-account";
import { selectorOf } from "../workload/workload";
import { connections, dataPlane, egressTo } from "./connections";
import { image } from "./image";
import { apiKeyMount, type WeaviateClient } from "./weaviate/client";

export interface MlTrainingArgs extends Pick<ProgramConfig, "region" | "release"> {
  /** Where the knowledge is that a model is trained on. */
  readonly weaviate: WeaviateClient;
  /** True if the models cannot be deleted by the engine. */
  readonly protectStorage: boolean;
}

const NAME = dataPlane.training;
const PRIORITY_CLASS = `nephoran-${NAME}`;
const MODELS_DIRECTORY = "/models";

/** What trainings may ask for: one at a time, since one volume holds what they make. */
const QUOTA = {
  pods: "1",
  "requests.cpu": "8",
  "requests.memory": "32Gi",
  "limits.cpu": "16",
  "limits.memory": "64Gi",
};

/** A training that has not ended after a day is stuck. */
const DEADLINE_SECONDS = 24 * 60 * 60;

/**
 * Training of models, at rest: a Job template that nothing starts by itself. Somebody does:
 * `kubectl create job --from=cronjob/ml-training NAME`. Its pods go behind everything else, and
 * together they stay below a quota of their own.
 */
export class MlTraining extends pulumi.ComponentResource {
  constructor(name: string, args: MlTrainingArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.MlTraining, name, {}, opts);
    const namespace = namespaces.system;
    const selector = selectorOf(NAME);
    const labels = { ...regionLabels(args.region), "app.kubernetes.io/name": NAME };
    const metadata = { name: NAME, namespace, labels };
    const child = { parent: this };

    const priority = new k8s.scheduling.v1.PriorityClass(
      `${name}-priority`,
      {
        metadata: { name: PRIORITY_CLASS, labels },
        value: -1_000,
        preemptionPolicy: "Never",
        description: "Trains models; whatever answers intents goes first.",
      },
      child,
    );
    new k8s.core.v1.ResourceQuota(
      `${name}-quota`,
      {
        metadata,
        spec: {
          hard: QUOTA,
          scopeSelector: {
            matchExpressions: [
              { scopeName: "PriorityClass", operator: "In", values: [PRIORITY_CLASS] },
            ],
          },
        },
      },
      child,
    );
    serviceAccount(
      `${name}-service-account`,
      { ...metadata, pullSecrets: args.release.pullSecrets },
      child,
    );
    new k8s.core.v1.PersistentVolumeClaim(
      `${name}-models`,
      {
        metadata: {
          ...metadata,
          name: `${NAME}-models`,
          // It is bound when the first training is placed.
          annotations: { "pulumi.com/skipAwait": "true" },
        },
        spec: {
          accessModes: ["ReadWriteOnce"],
          resources: { requests: { storage: "50Gi" } },
        },
      },
      { ...child, protect: args.protectStorage },
    );
    networkAllows(
      {
        workload: NAME,
        namespace,
        labels,
        selector,
        allows: [egressTo(connections.train)],
      },
      child,
    );

    new k8s.batch.v1.CronJob(
      `${name}-template`,
      {
        metadata,
        spec: {
          suspend: true,
          // Asked for by the API, and never due while it is suspended.
          schedule: "0 3 * * 0",
          concurrencyPolicy: "Forbid",
          startingDeadlineSeconds: 300,
          jobTemplate: {
            spec: {
              backoffLimit: 1,
              activeDeadlineSeconds: DEADLINE_SECONDS,
              ttlSecondsAfterFinished: 7 * 24 * 60 * 60,
              template: trainingPod(args, labels),
            },
          },
        },
      },
      { ...child, dependsOn: priority },
    );
    this.registerOutputs({});
  }
}

function trainingPod(
  { region, release, weaviate }: MlTrainingArgs,
  labels: Labels,
): k8s.types.input.core.v1.PodTemplateSpec {
  const key = apiKeyMount(weaviate);
  return hardenedPod({
    selector: selectorOf(NAME),
    labels,
    annotations: {},
    serviceAccountName: NAME,
    terminationGracePeriodSeconds: 60,
    restartPolicy: "Never",
    priorityClassName: PRIORITY_CLASS,
    container: {
      name: NAME,
      image: image(release, NAME),
      env: [
        { name: "REGION", value: region.name },
        { name: "WEAVIATE_URL", value: weaviate.url },
        { name: "WEAVIATE_API_KEY_FILE", value: key.file },
        { name: "MODELS_DIRECTORY", value: MODELS_DIRECTORY },
      ],
      requests: { cpu: "4", memory: "16Gi", "ephemeral-storage": "10Gi" },
      limits: { cpu: "8", memory: "32Gi", "ephemeral-storage": "20Gi" },
      volumeMounts: [key.mount, { name: "models", mountPath: MODELS_DIRECTORY }],
    },
    volumes: [
      key.volume,
      { name: "models", persistentVolumeClaim: { claimName: `${NAME}-models` } },
    ],
  });
}
