import type { CapturedResource } from "./capture";

/** A Kubernetes object as it would be applied. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** What stands in a manifest where a secret would. */
export const REDACTED = "[redacted]";

/** Key by which a secret is told from other values on its way to the engine. */
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** `revealed` is for an API server alone, never for a file or a terminal. */
export type Secrets = "redacted" | "revealed";

/** The Kubernetes objects among a region's resources, sorted so that two runs give the same. */
export function manifests(
  resources: readonly CapturedResource[],
  secrets: Secrets = "redacted",
): Manifest[] {
  return resources
    .filter(({ type, custom }) => custom && type.startsWith("kubernetes:"))
    .map((resource) => manifest(resource, secrets))
    .sort(compareManifests);
}

/** One object; an unknown value says whose it is. */
function manifest({ type, name, inputs }: CapturedResource, secrets: Secrets): Manifest {
  return toManifest(reveal(inputs, name, secrets), `${type} ${name}`, secrets);
}

/**
 * Takes what came from elsewhere for an object.
 *
 * @param origin what it came from, for the error.
 * @throws Error if it is none, or if its name would be left to the API server.
 */
export function toManifest(
  value: unknown,
  origin: string,
  secrets: Secrets = "redacted",
): Manifest {
  const visible = (value ?? {}) as Record<string, unknown>;
  const isRedacted = secrets === "redacted" && visible["kind"] === "Secret";
  const object = isRedacted ? redactData(visible) : visible;
  if (!isManifest(object)) {
    throw new Error(
      `${origin} is no Kubernetes object with apiVersion, kind and an explicit metadata.name.`,
    );
  }
  return object;
}

/** A resource's inputs as they may be shown: secrets are redacted, what is unknown says so. */
export const visibleInputs = (
  inputs: CapturedResource["inputs"],
  name: string,
): Readonly<Record<string, unknown>> =>
  reveal(inputs, name, "redacted") as Readonly<Record<string, unknown>>;

function isManifest(object: Record<string, unknown>): object is Manifest {
  const metadata = object["metadata"] as { name?: unknown } | undefined;
  return (
    typeof object["apiVersion"] === "string" &&
    typeof object["kind"] === "string" &&
    typeof metadata?.name === "string"
  );
}

function reveal(value: unknown, path: string, secrets: Secrets): unknown {
  if (value === undefined) return `[unknown until deployed: ${path}]`;
  if (Array.isArray(value))
    return value.map((item, index) => reveal(item, `${path}[${index}]`, secrets));
  if (typeof value !== "object" || value === null) return value;
  if (isSecretValue(value))
    return secrets === "redacted" ? redact(value.value) : reveal(value.value, path, secrets);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, reveal(item, `${path}.${key}`, secrets)]),
  );
}

/** True for a value that the program has marked as secret. */
export const isSecretValue = (value: object): value is { readonly value: unknown } =>
  (value as Record<string, unknown>)[SIGNATURE_KEY] === SECRET_SIGNATURE;

/** Nothing of a secret but the names of its fields: the object it is part of stays one. */
function redact(secret: unknown): unknown {
  if (typeof secret !== "object" || secret === null || Array.isArray(secret)) return REDACTED;
  return Object.fromEntries(Object.entries(secret).map(([key, value]) => [key, redact(value)]));
}

/** A Secret's data is redacted whether or not the program remembered to call it secret. */
function redactData(secret: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(secret).map(([field, value]) => [
      field,
      field === "data" || field === "stringData" ? redact(value) : value,
    ]),
  );
}

/** `NAMESPACE/kind-name.yaml`, or `cluster/kind-name.yaml` for what has no namespace. */
export function manifestPath({ kind, metadata }: Manifest): string {
  return `${metadata.namespace ?? "cluster"}/${kind.toLowerCase()}-${metadata.name}.yaml`;
}

/** Orders objects by their files. */
export function compareManifests(a: Manifest, b: Manifest): number {
  const [first, second] = [manifestPath(a), manifestPath(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}
