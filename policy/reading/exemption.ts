import type { PolicyResource } from "../rule";
import { fullName, nameOf, objectType } from "./object";

/**
 * An object of this program, or of a chart that it uses, that is right as it is though some rules say
 * otherwise. A team's own exceptions are in its configuration, and expire.
 */
export interface Exemption {
  readonly kind: string;
  /** `namespace/name`, or the name alone for what has no namespace. */
  readonly object: string;
  /** Ids of the rules that it may break. */
  readonly rules: readonly string[];
  /** Why it has to be so. */
  readonly reason: string;
}

/** True if an object may break a rule. */
export const isExempt = (
  exemptions: readonly Exemption[],
  rule: string,
  resource: PolicyResource,
): boolean =>
  exemptions.some(
    ({ kind, object, rules }) =>
      rules.includes(rule) &&
      objectType(resource)?.kind === kind &&
      object === (object.includes("/") ? fullName(resource) : nameOf(resource)),
  );
