import type { PolicyResource } from "../rule";
import { Field } from "./field";
import { isKind } from "./object";

/** The group of Kubernetes' rights. */
export const RBAC = "rbac.authorization.k8s.io";

/** One rule of a Role or ClusterRole. */
export interface Right {
  readonly path: string;
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Names of the only objects that it holds for; none: for all. */
  readonly names: readonly string[];
}

/** The rights that a Role or ClusterRole gives; none for other objects. */
export const rightsOf = (resource: PolicyResource): Right[] =>
  isKind(resource, RBAC, "Role", "ClusterRole")
    ? Field.of(resource)
        .at("rules")
        .items.map((rule) => ({
          path: rule.path,
          groups: rule.at("apiGroups").texts,
          resources: rule.at("resources").texts,
          verbs: rule.at("verbs").texts,
          names: rule.at("resourceNames").texts,
        }))
    : [];

/** True if a right holds for one of these resources of a group. */
export const isFor = ({ groups, resources }: Right, group: string, ...wanted: string[]): boolean =>
  (groups.includes(group) || groups.includes("*")) &&
  (resources.includes("*") || wanted.some((one) => resources.includes(one)));

/** The first of some verbs that a right gives. */
export const verbAmong = ({ verbs }: Right, ...wanted: string[]): string | undefined =>
  verbs.includes("*") ? "*" : wanted.find((one) => verbs.includes(one));

/** Who a binding gives rights to. */
export interface Subject {
  readonly kind: string;
  readonly name: string;
}

/** What a RoleBinding or ClusterRoleBinding says; `undefined` for other objects. */
export function bindingOf(
  resource: PolicyResource,
): { readonly role: string; readonly subjects: readonly Subject[] } | undefined {
  if (!isKind(resource, RBAC, "RoleBinding", "ClusterRoleBinding")) return undefined;
  const field = Field.of(resource);
  return {
    role: field.at("roleRef", "name").text ?? "",
    subjects: field.at("subjects").items.map((subject) => ({
      kind: subject.at("kind").text ?? "",
      name: subject.at("name").text ?? "",
    })),
  };
}
