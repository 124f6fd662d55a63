import { type ReferencedObjects, MissingReference, containerNamed, whole } from "./environment";
import { fieldValue, type PodAddresses, resourceValue } from "./fields";
import type { Container, Pod, Volume } from "./pod";

/** A file of a volume. */
export interface VolumeFile {
  readonly content: Buffer;
  /** Permission bits. */
  readonly mode: number;
}

/** A volume's files by path, relative to where it is mounted. */
export type VolumeFiles = Readonly<Record<string, VolumeFile>>;

/** A token that a projected volume holds. */
export interface TokenRequest {
  readonly audience?: string | undefined;
  readonly expirationSeconds: number;
}

/** What the files of a pod's volumes are made from. */
export interface VolumeSources {
  readonly pod: Pod;
  readonly addresses: PodAddresses;
  readonly objects: ReferencedObjects;
  /** A token that was asked for before; see {@link tokenRequests}. */
  readonly token: (request: TokenRequest) => string | undefined;
}

/** How a volume comes about. */
export type VolumeKind = "files" | "claim" | "empty";

/** `hostPath` and what else has no meaning here is an empty folder. */
export function volumeKind(volume: Volume): VolumeKind {
  const { configMap, secret, downwardAPI, projected, persistentVolumeClaim } = volume;
  if (persistentVolumeClaim !== undefined) return "claim";
  return (configMap ?? secret ?? downwardAPI ?? projected) ? "files" : "empty";
}

/** The tokens that a pod's volumes hold, each once. */
export function tokenRequests({ spec }: Pod): TokenRequest[] {
  const found = new Map<string, TokenRequest>();
  for (const { projected } of spec.volumes) {
    for (const { serviceAccountToken: token } of projected?.sources ?? []) {
      if (token === undefined) continue;
      const { audience, expirationSeconds } = token;
      found.set(tokenKey({ audience, expirationSeconds }), { audience, expirationSeconds });
    }
  }
  return [...found.values()];
}

/** Equal for requests that the same token answers. */
export const tokenKey = ({ audience, expirationSeconds }: TokenRequest): string =>
  `${audience ?? ""}/${String(expirationSeconds)}`;

/**
 * The files of a ConfigMap, Secret, downwardAPI or projected volume.
 *
 * @throws MissingReference if an object or a key that has to be there is not.
 */
export function volumeFiles(volume: Volume, sources: VolumeSources): VolumeFiles {
  const { configMap, secret, downwardAPI, projected } = volume;
  if (configMap !== undefined) {
    return chosen("ConfigMap", configMap, configMap.defaultMode, sources);
  }
  if (secret !== undefined) {
    return chosen("Secret", { ...secret, name: secret.secretName }, secret.defaultMode, sources);
  }
  if (downwardAPI !== undefined) {
    return told(downwardAPI.items, downwardAPI.defaultMode, sources);
  }
  const { defaultMode = 0o644, sources: parts = [] } = projected ?? {};
  return Object.assign(
    {},
    ...parts.map((part) => ({
      ...(part.configMap && chosen("ConfigMap", part.configMap, defaultMode, sources)),
      ...(part.secret && chosen("Secret", part.secret, defaultMode, sources)),
      ...(part.downwardAPI && told(part.downwardAPI.items, defaultMode, sources)),
      ...(part.serviceAccountToken && tokenFile(part.serviceAccountToken, defaultMode, sources)),
    })),
  ) as VolumeFiles;
}

interface Choice {
  readonly name: string;
  readonly optional: boolean;
  readonly items?:
    | readonly { readonly key: string; readonly path: string; readonly mode?: number | undefined }[]
    | undefined;
}

function chosen(
  kind: "ConfigMap" | "Secret",
  choice: Choice,
  defaultMode: number,
  { objects }: VolumeSources,
): VolumeFiles {
  const data = whole(kind, choice, objects);
  const items =
    choice.items ?? Object.keys(data).map((key) => ({ key, path: key, mode: undefined }));
  return Object.fromEntries(
    items.flatMap(({ key, path, mode = defaultMode }) => {
      const content = data[key];
      if (content !== undefined) return [[path, { content, mode }]];
      if (choice.optional) return [];
      throw new MissingReference(`couldn't find key ${key} in ${kind} "${choice.name}"`);
    }),
  );
}

type DownwardItems = NonNullable<Volume["downwardAPI"]>["items"];

function told(
  items: DownwardItems,
  defaultMode: number,
  { pod, addresses }: VolumeSources,
): VolumeFiles {
  return Object.fromEntries(
    items.map(({ path, mode = defaultMode, fieldRef, resourceFieldRef }) => {
      const resources = containerNamed(pod, resourceFieldRef?.containerName);
      const text =
        resourceFieldRef !== undefined && resources !== undefined
          ? resourceValue(resources, resourceFieldRef)
          : fieldValue(pod, addresses, fieldRef?.fieldPath ?? "");
      return [path, { content: Buffer.from(text ?? ""), mode }];
    }),
  );
}

function tokenFile(
  { path, ...request }: TokenRequest & { readonly path: string },
  mode: number,
  { token }: VolumeSources,
): VolumeFiles {
  const text = token(request);
  if (text === undefined) throw new MissingReference("no service account token yet");
  return { [path]: { content: Buffer.from(text), mode } };
}

/** The ConfigMaps and Secrets that a pod needs to know, by name. */
export function referencedNames({ spec }: Pod): {
  readonly configMaps: ReadonlySet<string>;
  readonly secrets: ReadonlySet<string>;
} {
  const configMaps = new Set<string>();
  const secrets = new Set<string>();
  const containers: readonly Container[] = [...spec.initContainers, ...spec.containers];
  for (const { env, envFrom } of containers) {
    for (const { configMapRef, secretRef } of envFrom) {
      if (configMapRef) configMaps.add(configMapRef.name);
      if (secretRef) secrets.add(secretRef.name);
    }
    for (const { valueFrom } of env) {
      if (valueFrom?.configMapKeyRef) configMaps.add(valueFrom.configMapKeyRef.name);
      if (valueFrom?.secretKeyRef) secrets.add(valueFrom.secretKeyRef.name);
    }
  }
  for (const { configMap, secret, projected } of spec.volumes) {
    if (configMap) configMaps.add(configMap.name);
    if (secret) secrets.add(secret.secretName);
    for (const source of projected?.sources ?? []) {
      if (source.configMap) configMaps.add(source.configMap.name);
      if (source.secret) secrets.add(source.secret.name);
    }
  }
  return { configMaps, secrets };
}
