import { meshNamespaces } from "../../components/region-base/namespaces";
import { Field } from "../reading/field";
import { isKind, ISTIO_SECURITY, namespaceOf } from "../reading/object";
import { namespacesInMesh } from "../reading/namespaces";
import type { PolicyResource, StackRule } from "../rule";

export const mtlsEverywhere: StackRule = {
  id: "mesh-mtls-everywhere",
  family: "mesh",
  kind: "stack",
  title: "Every namespace of the mesh is under STRICT mutual TLS",
  why: "Where nothing says STRICT, Istio takes plain text as well.",
  fix: `Add a PeerAuthentication without a selector and with STRICT, in ${meshNamespaces.istio} for the whole mesh or in the namespace.`,
  level: "mandatory",
  example:
    "kind: PeerAuthentication\nmetadata: { name: default, namespace: istio-system }\nspec:\n  mtls: { mode: STRICT }",
  check(resources) {
    const strict = resources.filter(isStrictDefault).map(namespaceOf);
    if (strict.includes(meshNamespaces.istio)) return [];
    return namespacesInMesh(resources)
      .filter(({ namespace }) => !strict.includes(namespace))
      .map(({ resource, namespace }) => ({
        resource: resource.name,
        problem: `Nothing says that mutual TLS is STRICT in ${namespace}.`,
      }));
  },
};

function isStrictDefault(resource: PolicyResource): boolean {
  if (!isKind(resource, ISTIO_SECURITY, "PeerAuthentication")) return false;
  const spec = Field.of(resource).at("spec");
  return (
    spec.at("mtls", "mode").text === "STRICT" &&
    spec.at("selector", "matchLabels").entries.length === 0
  );
}
