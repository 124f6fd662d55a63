import type { PolicyResource, ResourceRule } from "../rule";
import { isExempt } from "../reading/exemption";
import { type Right, rightsOf } from "../reading/rights";
import { accessExemptions } from "./exemptions";

/** What a rule of this family says of itself. */
export type AccessText = Omit<ResourceRule, "kind" | "family" | "check">;

/** A rule for one resource. */
export const accessRule = (text: AccessText, check: ResourceRule["check"]): ResourceRule => ({
  ...text,
  kind: "resource",
  family: "access",
  check: (resource, context) =>
    isExempt(accessExemptions, text.id, resource) ? [] : check(resource, context),
});

/** A rule for each right that a Role or ClusterRole gives. */
export const rightRule = (
  text: AccessText,
  problem: (right: Right, resource: PolicyResource) => string | undefined,
): ResourceRule =>
  accessRule(text, (resource) =>
    rightsOf(resource).flatMap((right) => {
      const found = problem(right, resource);
      return found === undefined ? [] : [`${right.path} ${found}`];
    }),
  );
