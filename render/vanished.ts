import * as pulumi from "@pulumi/pulumi";

/**
 * Paths that the program gave a value to and that are gone once everything is resolved. An output
 * that resolves to `undefined` disappears on its way to the engine without a word, and takes with
 * it the field that it should have filled.
 *
 * @param declared a resource's properties as the program wrote them, outputs unresolved.
 * @param resolved the same properties as the engine gets them.
 */
export function vanishedPaths(declared: unknown, resolved: unknown, path = ""): string[] {
  if (declared === undefined || declared === null) return [];
  if (Array.isArray(declared)) {
    const values = Array.isArray(resolved) ? (resolved as unknown[]) : [];
    return declared.flatMap((item, index) => {
      const at = `${path}[${index}]`;
      return index in values ? vanishedPaths(item, values[index], at) : [at];
    });
  }
  if (!isPlainObject(declared)) return [];

  const values = isPlainObject(resolved) ? resolved : {};
  return Object.entries(declared).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const at = path === "" ? key : `${path}.${key}`;
    return key in values ? vanishedPaths(value, values[key], at) : [at];
  });
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return !pulumi.Output.isInstance(value) && !(value instanceof Promise);
}
