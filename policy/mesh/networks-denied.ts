import { Field } from "../reading/field";
import { isKind, namespaceOf } from "../reading/object";
import { namespacesOf } from "../reading/namespaces";
import type { PolicyResource, StackRule } from "../rule";

const NETWORKING = "networking.k8s.io";

export const networksDenied: StackRule = {
  id: "mesh-networks-denied",
  family: "mesh",
  kind: "stack",
  title: "Every namespace is closed both ways but for what is allowed by name",
  why: "Kubernetes lets every pod reach every other one, and the world, until a NetworkPolicy says otherwise.",
  fix: "Add a NetworkPolicy that selects all pods of the namespace and allows nothing, for Ingress and Egress.",
  level: "mandatory",
  example:
    "kind: NetworkPolicy\nmetadata: { name: default-deny, namespace: nephoran-system }\nspec:\n  podSelector: {}\n  policyTypes: [Ingress, Egress]",
  check(resources) {
    const policies = resources.filter((one) => isKind(one, NETWORKING, "NetworkPolicy"));
    return namespacesOf(resources).flatMap(({ resource, namespace }) => {
      const denied = policies
        .filter((policy) => namespaceOf(policy) === namespace)
        .flatMap(deniedBy);
      const open = ["Ingress", "Egress"].filter((direction) => !denied.includes(direction));
      return open.length === 0
        ? []
        : [
            {
              resource: resource.name,
              problem: `No NetworkPolicy closes ${namespace} for ${open.join(" and ")}.`,
            },
          ];
    });
  },
};

/** Directions that a policy closes for all pods of its namespace. */
function deniedBy(policy: PolicyResource): string[] {
  const spec = Field.of(policy).at("spec");
  const selector = spec.at("podSelector");
  const selectsAll = ["matchLabels", "matchExpressions"].every(
    (one) => selector.at(one).items.length + selector.at(one).entries.length === 0,
  );
  if (!selectsAll) return [];
  return spec
    .at("policyTypes")
    .texts.filter((direction) => spec.at(direction.toLowerCase()).items.length === 0);
}
