import type { PolicyContext, PolicyResource, ResourceRule } from "../rule";
import { isExempt } from "../reading/exemption";
import { Field } from "../reading/field";
import { isKind } from "../reading/object";
import { meshExemptions } from "./exemptions";

/** What a rule of this family says of itself. */
export type MeshText = Omit<ResourceRule, "kind" | "family" | "check">;

/** A rule for all objects of one kind. */
export const meshRule = (
  group: string,
  kind: string,
  text: MeshText,
  problems: (field: Field, context: PolicyContext, resource: PolicyResource) => string[],
): ResourceRule => ({
  ...text,
  kind: "resource",
  family: "mesh",
  check(resource, context) {
    if (!isKind(resource, group, kind) || isExempt(meshExemptions, text.id, resource)) return [];
    return problems(Field.of(resource), context, resource);
  },
});
