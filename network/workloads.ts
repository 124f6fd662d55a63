import { z } from "zod";
import type { Labels } from "../components/labels";
import type { Manifest } from "../render/manifest";
import { readObject } from "./object";
import { type Protocol, protocols } from "./ports";

/** The pods of one rendered workload, as far as policies can tell them from others. */
export interface Workload {
  readonly kind: "workload";
  /** Of the workload, not of a pod; a Job goes by its label, as its name may change with what it does. */
  readonly name: string;
  readonly namespace: string;
  readonly namespaceLabels: Labels;
  /** Labels of the pod template; what controllers add at run time is not among them. */
  readonly labels: Labels;
  readonly namedPorts: readonly {
    readonly name: string;
    readonly protocol: Protocol;
    readonly port: number;
  }[];
}

/** The label that every API server puts on every namespace. */
export const NAMESPACE_NAME_LABEL = "kubernetes.io/metadata.name";

/** Where an object stands that names no namespace. */
const DEFAULT_NAMESPACE = "default";

export const namespaceOf = ({ metadata }: Manifest): string =>
  metadata.namespace ?? DEFAULT_NAMESPACE;

/**
 * The namespaces that something is rendered into, with their labels. One that is not rendered
 * itself has only the label that the API server gives it.
 */
export function namespaceLabels(objects: readonly Manifest[]): ReadonlyMap<string, Labels> {
  const known = new Map<string, Labels>();
  for (const object of objects) {
    if (object.kind === "Namespace") {
      const { name } = object.metadata;
      const { labels } = readObject(object, namespaceSchema).metadata;
      known.set(name, { ...labels, [NAMESPACE_NAME_LABEL]: name });
    } else if (object.kind === "NetworkPolicy" || object.kind in templatePaths) {
      const name = namespaceOf(object);
      known.set(name, known.get(name) ?? { [NAMESPACE_NAME_LABEL]: name });
    }
  }
  return known;
}

/**
 * Everything rendered that makes pods.
 *
 * @throws Error if the pods use the node's network, which no NetworkPolicy governs, or if two
 * workloads of a namespace have the same name, so that a connection could not be told by it.
 */
export function workloads(objects: readonly Manifest[]): Workload[] {
  const namespaces = namespaceLabels(objects);
  const found = objects.flatMap((object) => {
    const path = templatePaths[object.kind];
    return path === undefined ? [] : [workload(object, path, namespaces)];
  });
  const names = found.map(({ namespace, name }) => `${namespace}/${name}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new Error(`Two workloads are called ${twice}; give one of them another name.`);
  }
  return found;
}

/** Where the pod template stands in a kind that has one. */
const templatePaths: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
};

const labelsSchema = z.record(z.string(), z.string()).default({});

const namespaceSchema = z.object({ metadata: z.object({ labels: labelsSchema }) });

const containerSchema = z.object({
  restartPolicy: z.string().optional(),
  ports: z
    .array(
      z.object({
        name: z.string().optional(),
        containerPort: z.int(),
        protocol: z.enum(protocols).default("TCP"),
      }),
    )
    .default([]),
});

const templateSchema = z.object({
  metadata: z.object({ labels: labelsSchema }).default({ labels: {} }),
  spec: z.object({
    hostNetwork: z.boolean().default(false),
    containers: z.array(containerSchema),
    initContainers: z.array(containerSchema).default([]),
  }),
});

function workload(
  object: Manifest,
  path: readonly string[],
  namespaces: ReadonlyMap<string, Labels>,
): Workload {
  const namespace = namespaceOf(object);
  const { metadata, spec } = readObject(object, templateSchema, path);
  const purpose = object.kind === "Job" ? metadata.labels["app.kubernetes.io/name"] : undefined;
  const name = purpose ?? object.metadata.name;
  if (spec.hostNetwork) {
    throw new Error(
      `${object.kind} ${namespace}/${name} uses the node's network, where no NetworkPolicy holds; ` +
        "what it may reach cannot be said. Take hostNetwork out.",
    );
  }
  // An init container that restarts is a sidecar, and listens as long as the pod does.
  const listening = [
    ...spec.containers,
    ...spec.initContainers.filter(({ restartPolicy }) => restartPolicy === "Always"),
  ];
  return {
    kind: "workload",
    name,
    namespace,
    namespaceLabels: namespaces.get(namespace) ?? {},
    labels: metadata.labels,
    namedPorts: listening.flatMap(({ ports }) =>
      ports.flatMap(({ name: portName, protocol, containerPort }) =>
        portName === undefined ? [] : [{ name: portName, protocol, port: containerPort }],
      ),
    ),
  };
}
