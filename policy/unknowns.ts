import { UNKNOWN } from "./rule";

/**
 * A copy of a resource's properties with `UNKNOWN` wherever a value is not known yet: where the
 * policy SDK throws on reading it, and where a capture without engine has a key without a value.
 */
export function markUnknowns(value: unknown): unknown {
  if (value === undefined) return UNKNOWN;
  if (typeof value !== "object" || value === null) return value;
  // Not `map`: the SDK's proxies break it.
  if (Array.isArray(value)) return Array.from(value.keys(), (index) => markedAt(value, index));
  return Object.fromEntries(Object.keys(value).map((key) => [key, markedAt(value, key)]));
}

function markedAt(container: object, key: string | number): unknown {
  let item: unknown;
  try {
    item = (container as Record<string | number, unknown>)[key];
  } catch (error) {
    // The SDK does not export its error's class.
    if ((error as { unknownTypeSentinel?: unknown }).unknownTypeSentinel !== undefined)
      return UNKNOWN;
    throw error;
  }
  return markUnknowns(item);
}
