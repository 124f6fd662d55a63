import { meshNamespaces } from "../../components/region-base/namespaces";
import type { PolicyResource } from "../rule";
import { isKind, nameOf } from "./object";

/** A namespace that the stack makes. */
export interface NamespaceOfStack {
  readonly resource: PolicyResource;
  readonly namespace: string;
}

/** The namespaces that a stack makes. */
export const namespacesOf = (resources: readonly PolicyResource[]): NamespaceOfStack[] =>
  resources
    .filter((one) => isKind(one, "", "Namespace"))
    .map((resource) => ({ resource, namespace: nameOf(resource) }));

/** Those of them whose pods are part of the mesh: all but that of the mesh's own control plane. */
export const namespacesInMesh = (resources: readonly PolicyResource[]): NamespaceOfStack[] =>
  namespacesOf(resources).filter(({ namespace }) => namespace !== meshNamespaces.istio);
