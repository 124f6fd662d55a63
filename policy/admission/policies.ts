import type { Level, Rule } from "../rule";
import type { AdmissionPlace, AdmissionValidation, AdmittedResources } from "./admission";

/** What the API server is to be told, as one ValidatingAdmissionPolicy. */
export interface AdmissionPolicy {
  readonly name: string;
  readonly level: Level;
  readonly resources: readonly AdmittedResources[];
  readonly validations: readonly AdmissionValidation[];
}

/**
 * The rules that a region's API server can hold everybody to. Rules for the same kinds of objects
 * share a policy: an object less to deploy for each.
 */
export function admissionPolicies(
  rules: readonly Rule[],
  place: AdmissionPlace,
): AdmissionPolicy[] {
  const policies = new Map<string, AdmissionPolicy>();
  for (const { id, level, admission: given } of rules) {
    const admission = typeof given === "function" ? given(place) : given;
    if (admission === undefined) continue;
    const name = policyName(admission.resources, level);
    const policy = policies.get(name) ?? {
      name,
      level,
      resources: admission.resources,
      validations: [],
    };
    const validations = admission.validations.map(({ expression, message }) => ({
      expression,
      message: `${id}: ${message} See: nephoran policy explain ${id}`,
    }));
    policies.set(name, { ...policy, validations: [...policy.validations, ...validations] });
  }
  return [...policies.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** By what it is for, so that it keeps its name whatever rules come and go. */
function policyName(resources: readonly AdmittedResources[], level: Level): string {
  const plurals = resources.flatMap(({ resources: names }) => names);
  const name = `nephoran-${[...plurals].sort().join("-")}`;
  return level === "mandatory" ? name : `${name}-advice`;
}
