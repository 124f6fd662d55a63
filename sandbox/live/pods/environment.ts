import { fieldValue, type PodAddresses, resourceValue } from "./fields";
import type { Container, Pod } from "./pod";

/** Data of a ConfigMap (text) or a Secret (base64 decoded); undefined if there is no such object. */
export type Data = Readonly<Record<string, Buffer>> | undefined;

/** What a pod refers to, as it was last seen. */
export interface ReferencedObjects {
  configMap(name: string): Data;
  secret(name: string): Data;
}

/** Why a container cannot be made: a kubelet says CreateContainerConfigError and tries again. */
export class MissingReference extends Error {
  override readonly name = "MissingReference";
}

/** Where a pod finds its API server. */
export interface KubernetesService {
  readonly host: string;
  readonly port: number;
}

/** Everything that a container's environment is made from. */
export interface EnvironmentSources {
  readonly pod: Pod;
  readonly addresses: PodAddresses;
  readonly objects: ReferencedObjects;
  readonly kubernetes: KubernetesService;
}

type Environment = Readonly<Record<string, string>>;

/**
 * A container's environment in a kubelet's order: the API server's address, `envFrom`, `env`, later
 * ones winning, `$(NAME)` expanded by what came before.
 *
 * @throws MissingReference if an object or a key that has to be there is not.
 */
export function environmentOf(container: Container, sources: EnvironmentSources): Environment {
  const environment: Record<string, string> = { ...servicePlace(sources) };
  for (const { prefix, configMapRef, secretRef } of container.envFrom) {
    const data = {
      ...(configMapRef && whole("ConfigMap", configMapRef, sources.objects)),
      ...(secretRef && whole("Secret", secretRef, sources.objects)),
    };
    for (const [key, value] of Object.entries(data)) {
      environment[`${prefix}${key}`] = value.toString("utf8");
    }
  }
  for (const { name, value, valueFrom } of container.env) {
    const known =
      valueFrom === undefined
        ? expand(value, environment)
        : referred(valueFrom, container, sources);
    if (known !== undefined) environment[name] = known;
  }
  return environment;
}

/** `$(NAME)` becomes the variable's value, `$$(NAME)` the text `$(NAME)`; an unknown one stays. */
export function expand(text: string, environment: Environment): string {
  return text.replace(/\$\$|\$\(([^()]*)\)/g, (whole, name: string | undefined) =>
    name === undefined ? "$" : (environment[name] ?? whole),
  );
}

function servicePlace({ kubernetes: { host, port } }: EnvironmentSources): Environment {
  const tcp = `tcp://${host}:${String(port)}`;
  return {
    KUBERNETES_SERVICE_HOST: host,
    KUBERNETES_SERVICE_PORT: String(port),
    KUBERNETES_SERVICE_PORT_HTTPS: String(port),
    KUBERNETES_PORT: tcp,
    [`KUBERNETES_PORT_${String(port)}_TCP`]: tcp,
    [`KUBERNETES_PORT_${String(port)}_TCP_PROTO`]: "tcp",
    [`KUBERNETES_PORT_${String(port)}_TCP_PORT`]: String(port),
    [`KUBERNETES_PORT_${String(port)}_TCP_ADDR`]: host,
  };
}

type ValueFrom = NonNullable<Container["env"][number]["valueFrom"]>;

function referred(
  { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef }: ValueFrom,
  container: Container,
  { pod, addresses, objects }: EnvironmentSources,
): string | undefined {
  if (fieldRef !== undefined) {
    const value = fieldValue(pod, addresses, fieldRef.fieldPath);
    if (value === undefined) throw new MissingReference(`no field ${fieldRef.fieldPath}`);
    return value;
  }
  if (resourceFieldRef !== undefined) {
    return resourceValue(
      containerNamed(pod, resourceFieldRef.containerName) ?? container,
      resourceFieldRef,
    );
  }
  if (configMapKeyRef !== undefined) return one("ConfigMap", configMapKeyRef, objects);
  return secretKeyRef && one("Secret", secretKeyRef, objects);
}

/** The container that a reference names; undefined for the one that has it. */
export const containerNamed = ({ spec }: Pod, name: string | undefined): Container | undefined =>
  [...spec.containers, ...spec.initContainers].find((candidate) => candidate.name === name);

type ObjectKind = "ConfigMap" | "Secret";

const dataOf = (kind: ObjectKind, name: string, objects: ReferencedObjects): Data =>
  kind === "ConfigMap" ? objects.configMap(name) : objects.secret(name);

/** @throws MissingReference if the object is not there, unless it is optional. */
export function whole(
  kind: ObjectKind,
  { name, optional }: { readonly name: string; readonly optional: boolean },
  objects: ReferencedObjects,
): Readonly<Record<string, Buffer>> {
  const data = dataOf(kind, name, objects);
  if (data === undefined && !optional) throw new MissingReference(`${kind} "${name}" not found`);
  return data ?? {};
}

function one(
  kind: ObjectKind,
  { name, key, optional }: { name: string; key: string; optional: boolean },
  objects: ReferencedObjects,
): string | undefined {
  const value = whole(kind, { name, optional }, objects)[key];
  if (value === undefined && !optional) {
    throw new MissingReference(`couldn't find key ${key} in ${kind} "${name}"`);
  }
  return value?.toString("utf8");
}
