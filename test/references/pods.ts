import { z } from "zod";
import { alternatives, labelSelectorSchema, matches } from "../../network/label-selector";
import type { Manifest } from "../../render/manifest";
import { readObject } from "../../network/object";

/** The pods of one workload, with all that they refer to. */
export interface Pod {
  /** `Kind namespace/name` of the workload. */
  readonly owner: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly name?: string | undefined; readonly containerPort: number }[];
  readonly serviceAccount: string;
  readonly priorityClass: string | undefined;
  /** ConfigMaps, Secrets and PersistentVolumeClaims without which it does not start. */
  readonly needs: readonly { readonly kind: string; readonly name: string }[];
}

const templatePaths: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
};

const optional = z.boolean().default(false);
const byName = z.object({ name: z.string(), optional });
const source = z.object({ configMap: byName.optional(), secret: byName.optional() });
const environmentSource = z.object({
  configMapRef: byName.optional(),
  secretRef: byName.optional(),
});
const variable = z.object({
  valueFrom: z
    .object({ configMapKeyRef: byName.optional(), secretKeyRef: byName.optional() })
    .optional(),
});

const container = z.object({
  ports: z.array(z.object({ name: z.string().optional(), containerPort: z.int() })).default([]),
  env: z.array(variable).default([]),
  envFrom: z.array(environmentSource).default([]),
});

const volume = z.object({
  configMap: byName.optional(),
  secret: z.object({ secretName: z.string(), optional }).optional(),
  persistentVolumeClaim: z.object({ claimName: z.string() }).optional(),
  projected: z.object({ sources: z.array(source) }).optional(),
});

const templateSchema = z.object({
  metadata: z
    .object({ labels: z.record(z.string(), z.string()).default({}) })
    .default({ labels: {} }),
  spec: z.object({
    serviceAccountName: z.string().default("default"),
    priorityClassName: z.string().optional(),
    imagePullSecrets: z.array(z.object({ name: z.string() })).default([]),
    containers: z.array(container),
    initContainers: z.array(container).default([]),
    volumes: z.array(volume).default([]),
  }),
});

const replicasSchema = z.object({ replicas: z.int().default(1) });

/** Labels by which the pods of one workload differ: a StatefulSet's controller names each of its own. */
function ownLabels(object: Manifest): Readonly<Record<string, string>>[] {
  if (object.kind !== "StatefulSet") return [{}];
  const { replicas } = readObject(object, replicasSchema, ["spec"]);
  return Array.from({ length: replicas }, (_, ordinal) => ({
    "statefulset.kubernetes.io/pod-name": `${object.metadata.name}-${ordinal}`,
  }));
}

/** The pods of every workload among some objects. */
export const podsOf = (objects: readonly Manifest[]): Pod[] =>
  objects.flatMap((object) => {
    const path = templatePaths[object.kind];
    if (path === undefined) return [];
    const { namespace = "default", name } = object.metadata;
    const { metadata, spec } = readObject(object, templateSchema, path);
    const containers = [...spec.containers, ...spec.initContainers];
    const pod: Pod = {
      owner: `${object.kind} ${namespace}/${name}`,
      namespace,
      labels: metadata.labels,
      ports: containers.flatMap(({ ports }) => ports),
      serviceAccount: spec.serviceAccountName,
      priorityClass: spec.priorityClassName,
      needs: [
        ...spec.imagePullSecrets.map((secret) => ({ kind: "Secret", name: secret.name })),
        ...containers.flatMap(needsOfContainer),
        ...spec.volumes.flatMap(needsOfVolume),
      ],
    };
    return ownLabels(object).map((own) => ({ ...pod, labels: { ...pod.labels, ...own } }));
  });

/** A selector as it stands in an object: of labels alone, or with expressions. */
export const selectorSchema = labelSelectorSchema;

/** The pods of a namespace that a selector selects. */
export function selectedPods(
  pods: readonly Pod[],
  namespace: string,
  selector: z.input<typeof labelSelectorSchema>,
): Pod[] {
  const either = alternatives(labelSelectorSchema.parse(selector));
  return pods.filter(
    (pod) => pod.namespace === namespace && either.some((one) => matches(one, pod.labels)),
  );
}

type Reference = z.output<typeof byName> | undefined;

const needed = (kind: string, reference: Reference): Pod["needs"] =>
  reference === undefined || reference.optional ? [] : [{ kind, name: reference.name }];

const needsOfContainer = ({ env, envFrom }: z.output<typeof container>): Pod["needs"] => [
  ...env.flatMap(({ valueFrom }) => [
    ...needed("ConfigMap", valueFrom?.configMapKeyRef),
    ...needed("Secret", valueFrom?.secretKeyRef),
  ]),
  ...envFrom.flatMap(({ configMapRef, secretRef }) => [
    ...needed("ConfigMap", configMapRef),
    ...needed("Secret", secretRef),
  ]),
];

const needsOfVolume = ({
  configMap,
  secret,
  persistentVolumeClaim: claim,
  projected,
}: z.output<typeof volume>): Pod["needs"] => [
  ...needed("ConfigMap", configMap),
  ...needed("Secret", secret && { name: secret.secretName, optional: secret.optional }),
  ...(claim ? [{ kind: "PersistentVolumeClaim", name: claim.claimName }] : []),
  ...(projected?.sources ?? []).flatMap((from) => [
    ...needed("ConfigMap", from.configMap),
    ...needed("Secret", from.secret),
  ]),
];
