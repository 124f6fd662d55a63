import type { PolicyResource } from "../rule";
import { Field } from "./field";
import { namespaceOf, nameOf, objectType } from "./object";

/** Where the pods of each kind of workload are described. */
const templates: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  PodTemplate: ["template"],
  Deployment: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  ReplicationController: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
};

const groups = ["", "apps", "batch"];

/** The pods that an object makes, or is. */
export interface Pod {
  readonly resource: PolicyResource;
  /** Kind of the object. */
  readonly kind: string;
  readonly namespace: string;
  /** Name of the object. */
  readonly name: string;
  readonly metadata: Field;
  readonly spec: Field;
  /** All of them: what initialises, what runs, and what is added for debugging. */
  readonly containers: readonly Container[];
}

export interface Container {
  readonly name: string;
  readonly field: Field;
  /** True if it runs as long as the pod does: main containers, and sidecars among those that initialise. */
  readonly staysUp: boolean;
}

/** The pods that an object makes; `undefined` if it makes none. */
export function podOf(resource: PolicyResource): Pod | undefined {
  const type = objectType(resource);
  const path = type === undefined ? undefined : templates[type.kind];
  if (type === undefined || path === undefined || !groups.includes(type.group)) return undefined;
  const template = Field.of(resource).at(...path);
  const spec = template.at("spec");
  return {
    resource,
    kind: type.kind,
    namespace: namespaceOf(resource),
    name: nameOf(resource),
    metadata: template.at("metadata"),
    spec,
    containers: [
      ...containers(spec, "initContainers", (one) => one.at("restartPolicy").text === "Always"),
      ...containers(spec, "containers", () => true),
      ...containers(spec, "ephemeralContainers", () => false),
    ],
  };
}

const containers = (
  spec: Field,
  list: string,
  staysUp: (container: Field) => boolean,
): Container[] =>
  spec.at(list).items.map((field) => ({
    name: field.at("name").text ?? field.path,
    field,
    staysUp: staysUp(field),
  }));

/** True for pods that there are several of, and that run until they are told to stop. */
export const isReplicated = ({ kind }: Pod): boolean =>
  ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"].includes(kind);

/** True for a container that runs until it is told to stop. */
export const isLongRunning = ({ staysUp }: Container, pod: Pod): boolean =>
  staysUp && (isReplicated(pod) || pod.kind === "DaemonSet");

/** True for a container that the mesh's injector fills in: its image, probes and mounts among it. */
export const isFilledIn = ({ field }: Container, { metadata }: Pod): boolean =>
  field.at("image").text === "auto" &&
  field.at("name").text === "istio-proxy" &&
  metadata.at("labels", "sidecar.istio.io/inject").text === "true";

/** A setting that a container has itself, or of its pod; the container's own counts. */
export function security(container: Container, pod: Pod, setting: string): Field {
  const own = container.field.at("securityContext", setting);
  return own.isSet ? own : pod.spec.at("securityContext", setting);
}

/** What a pod's description says of its labels. */
export const podLabels = ({ metadata }: Pod): Readonly<Record<string, string>> =>
  metadata.at("labels").textsByKey;

/** True unless the pod says that it is for Windows, which knows nothing of some settings. */
export const isLinux = ({ spec }: Pod): boolean => spec.at("os", "name").text !== "windows";
