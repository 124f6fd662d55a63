import { isSecretValue } from "../../render/manifest";
import { PlainProperties } from "../wire/requests";

/**
 * True for a value that the program has marked as secret. Only a capture without engine has the mark:
 * the policy SDK takes it off before a rule sees the value.
 */
export const isMarkedSecret = (value: unknown): value is { readonly value: unknown } =>
  typeof value === "object" && value !== null && isSecretValue(value);

/** A value without the mark, if it has one. */
export function withoutMark(value: unknown): unknown {
  return isMarkedSecret(value) ? withoutMark(value.value) : value;
}

/** True if anything in a value is marked as secret. */
export const holdsMarkedSecret = (value: unknown): boolean =>
  // Those of Istio's definitions are large, and not even read until somebody looks into them.
  !PlainProperties.areRead(value) &&
  (isMarkedSecret(value) ||
    (typeof value === "object" && value !== null && Object.values(value).some(holdsMarkedSecret)));
