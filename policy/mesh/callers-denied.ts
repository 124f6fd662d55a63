import { Field } from "../reading/field";
import { isKind, ISTIO_SECURITY, namespaceOf } from "../reading/object";
import { namespacesInMesh } from "../reading/namespaces";
import type { PolicyResource, StackRule } from "../rule";

export const callersDenied: StackRule = {
  id: "mesh-callers-denied",
  family: "mesh",
  kind: "stack",
  title: "Nobody may call a pod of the mesh who is not named",
  why: "A pod without any AuthorizationPolicy answers everybody in the mesh.",
  fix: "Add an AuthorizationPolicy without a selector and without rules to the namespace.",
  level: "mandatory",
  example:
    "kind: AuthorizationPolicy\nmetadata: { name: default-deny, namespace: nephoran-system }\nspec: {}",
  check(resources) {
    const closed = resources.filter(deniesAll).map(namespaceOf);
    return namespacesInMesh(resources)
      .filter(({ namespace }) => !closed.includes(namespace))
      .map(({ resource, namespace }) => ({
        resource: resource.name,
        problem: `No AuthorizationPolicy closes ${namespace} to callers who are not named.`,
      }));
  },
};

/** One that allows nobody: of all pods, and by no rule. */
function deniesAll(resource: PolicyResource): boolean {
  if (!isKind(resource, ISTIO_SECURITY, "AuthorizationPolicy")) return false;
  const spec = Field.of(resource).at("spec");
  return (
    (spec.at("action").text ?? "ALLOW") === "ALLOW" &&
    ["selector", "targetRef", "targetRefs", "rules"].every((one) => !spec.at(one).isSet)
  );
}
