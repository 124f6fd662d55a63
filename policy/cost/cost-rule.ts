import type { PolicyContext, PolicyResource, ResourceRule } from "../rule";
import { Field } from "../reading/field";
import { isKind } from "../reading/object";

/** What a rule of this family says of itself. */
export type CostText = Omit<ResourceRule, "kind" | "family" | "check">;

/** A rule for objects of some kinds in one group. */
export const costRule = (
  group: string,
  kinds: readonly string[],
  text: CostText,
  problems: (field: Field, context: PolicyContext, resource: PolicyResource) => string[],
): ResourceRule => ({
  ...text,
  kind: "resource",
  family: "cost",
  check: (resource, context) =>
    isKind(resource, group, ...kinds) ? problems(Field.of(resource), context, resource) : [],
});
