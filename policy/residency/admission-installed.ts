import { admissionPolicies } from "../admission/policies";
import { Field } from "../reading/field";
import { ownZone } from "../reading/homes";
import { isKind, nameOf } from "../reading/object";
import type { PolicyResource, Rule, StackRule } from "../rule";

const GROUP = "admissionregistration.k8s.io";

/** @param rules those that the zone's API servers have to hold everybody to, as far as they can be. */
export const admissionInstalled = (rules: readonly Rule[]): StackRule => ({
  id: "residency-admission-installed",
  kind: "stack",
  family: "residency",
  title: "The API servers of a residency zone hold everybody to the rules of residency",
  why: "Only what Pulumi deploys passes this pack. kubectl, controllers and other people's charts write to the same API server, and there the rules hold by admission or not at all.",
  fix: "Deploy the component RegionBase whole: it makes a ValidatingAdmissionPolicy, and a binding that denies, for each kind of object.",
  level: "mandatory",
  example: `kind: ValidatingAdmissionPolicyBinding
metadata: {name: nephoran-serviceentries}
spec:
  policyName: nephoran-serviceentries
  validationActions: [Deny]
`,
  check(resources, context) {
    const zone = ownZone(context);
    if (zone === undefined) return [];
    const denying = new Set(resources.flatMap(deniedBy));
    const installed = new Set(
      resources.filter((one) => denying.has(nameOf(one))).flatMap(expressionsOf),
    );
    return admissionPolicies(rules, context)
      .filter(({ validations }) => validations.some(({ expression }) => !installed.has(expression)))
      .map(({ name }) => ({
        problem: `Nothing in the zone ${zone.name} denies what ${name} is for.`,
      }));
  },
});

/** Name of the policy that a binding has enforced; it counts for nothing if it only warns. */
function deniedBy(resource: PolicyResource): string[] {
  if (!isKind(resource, GROUP, "ValidatingAdmissionPolicyBinding")) return [];
  const spec = Field.of(resource).at("spec");
  const denies = spec.at("validationActions").texts.includes("Deny");
  return denies ? [spec.at("policyName").text ?? ""] : [];
}

/** What a policy demands; nothing if whatever it cannot evaluate passes. */
function expressionsOf(resource: PolicyResource): string[] {
  if (!isKind(resource, GROUP, "ValidatingAdmissionPolicy")) return [];
  const spec = Field.of(resource).at("spec");
  if (spec.at("failurePolicy").text === "Ignore") return [];
  return spec.at("validations").items.flatMap((one) => one.at("expression").text ?? []);
}
