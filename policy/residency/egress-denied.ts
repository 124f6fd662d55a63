import { namespaces } from "../../components/region-base/namespaces";
import { Field } from "../reading/field";
import { ownZone } from "../reading/homes";
import { isKind, nameOf, namespaceOf } from "../reading/object";
import type { PolicyResource, StackRule } from "../rule";

export const egressDenied: StackRule = {
  id: "residency-egress-denied",
  kind: "stack",
  family: "residency",
  title: "Every namespace of a residency zone denies egress unless a policy allows it",
  why: "Kubernetes lets every pod connect to anywhere until a policy selects it. Without the one that selects them all, what nobody thought of leaves the zone.",
  fix: "Give each namespace a NetworkPolicy with an empty podSelector, policyTypes with Egress, and no rules for egress.",
  level: "mandatory",
  example: `kind: NetworkPolicy
metadata: {name: default-deny, namespace: nephoran-system}
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
`,
  check(resources, context) {
    const zone = ownZone(context);
    if (zone === undefined) return [];
    const made = resources.filter((resource) => isKind(resource, "", "Namespace"));
    const names = new Set([...Object.values(namespaces), ...made.map(nameOf)]);
    const denying = new Set(resources.filter(deniesEgress).map(namespaceOf));
    return [...names]
      .filter((name) => !denying.has(name))
      .map((name) => {
        const resource = made.find((namespace) => nameOf(namespace) === name)?.name;
        return {
          ...(resource !== undefined && { resource }),
          problem: `Nothing denies the namespace ${name} of the zone ${zone.name} egress by default.`,
        };
      });
  },
};

function deniesEgress(resource: PolicyResource): boolean {
  if (!isKind(resource, "networking.k8s.io", "NetworkPolicy")) return false;
  const spec = Field.of(resource).at("spec");
  const selector = spec.at("podSelector");
  const selectsAll =
    selector.isSet &&
    selector.at("matchLabels").entries.length === 0 &&
    selector.at("matchExpressions").items.length === 0;
  return (
    selectsAll &&
    spec.at("policyTypes").texts.includes("Egress") &&
    spec.at("egress").items.length === 0
  );
}
