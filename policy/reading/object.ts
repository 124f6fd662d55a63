import type { PolicyResource } from "../rule";
import { Field } from "./field";

/** What a resource's type says: `apps`, `v1` and `Deployment`; the core group is empty. */
export interface ObjectType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** By the resource's type: every rule asks for it, and a stack has a few dozen. */
const objectTypes = new Map<string, ObjectType | undefined>();

/** The Kubernetes type of a resource; none for components, charts, and what other providers make. */
export function objectType({ type }: PolicyResource): ObjectType | undefined {
  if (!objectTypes.has(type)) objectTypes.set(type, objectTypeIn(type));
  return objectTypes.get(type);
}

function objectTypeIn(type: string): ObjectType | undefined {
  const [, group, version, kind] = /^kubernetes:([^/:]+)\/([^:]+):(\w+)$/.exec(type) ?? [];
  if (group === undefined || version === undefined || kind === undefined) return undefined;
  if (group === "helm.sh") return undefined;
  return { group: group === "core" ? "" : group, version, kind };
}

/** True for objects of a group and one of these kinds, in any version. */
export function isKind(resource: PolicyResource, group: string, ...kinds: string[]): boolean {
  const type = objectType(resource);
  return type?.group === group && kinds.includes(type.kind);
}

/** Istio's groups. */
export const ISTIO_NETWORKING = "networking.istio.io";
export const ISTIO_SECURITY = "security.istio.io";

/** The namespace that an object is in; `default` if it says none. */
export const namespaceOf = (resource: PolicyResource): string =>
  Field.of(resource).at("metadata", "namespace").text ?? "default";

/** An object's own name; the logical one where the provider makes one up. */
export const nameOf = (resource: PolicyResource): string =>
  Field.of(resource).at("metadata", "name").text ?? resource.name;

/** `namespace/name` of an object in a namespace. */
export const fullName = (resource: PolicyResource): string =>
  `${namespaceOf(resource)}/${nameOf(resource)}`;

/** Labels of an object. */
export const labelsOf = (resource: PolicyResource): Readonly<Record<string, string>> =>
  Field.of(resource).at("metadata", "labels").textsByKey;
