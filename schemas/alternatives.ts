import type { JsonSchema } from "./json-schema";

/** One of the kinds of value that a schema allows: of a single type, or one of listed values. */
export interface Alternative {
  /** Absent: of any type, or whatever the values are. */
  readonly type: string | undefined;
  /** Absent: not listed one by one. */
  readonly values: readonly unknown[] | undefined;
  /** All that is said of it. */
  readonly schema: JsonSchema;
}

/**
 * Takes a schema apart into its alternatives: `anyOf`, `oneOf` (which for whoever reads is the same)
 * and lists of types. Beside `anyOf` stand only descriptions, as zod writes it.
 */
export function alternatives(schema: JsonSchema): Alternative[] {
  const { anyOf, oneOf, ...rest } = schema;
  const branches = anyOf ?? oneOf;
  if (branches !== undefined) {
    return branches.flatMap((branch) => alternatives({ ...rest, ...branch }));
  }
  const values = schema.const !== undefined ? [schema.const] : schema.enum;
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? [undefined]);
  return values === undefined
    ? types.map((type) => ({ type, values, schema }))
    : [{ type: types.length === 1 ? types[0] : undefined, values, schema }];
}

/** Whether a value is of a type of JSON Schema; every value is of no type in particular. */
export function isOfType(value: unknown, type: string | undefined): boolean {
  switch (type) {
    case undefined:
      return true;
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}

/** An alternative as a sentence names it: `a string`, `null`, `"primary" or "dr"`. */
export function inWords({ type, values }: Alternative): string {
  if (values !== undefined) {
    const listed = values.map((value) => JSON.stringify(value));
    return new Intl.ListFormat("en-GB", { type: "disjunction" }).format(listed);
  }
  switch (type) {
    case undefined:
      return "anything";
    case "null":
      return "null";
    case "integer":
      return "a whole number";
    case "array":
    case "object":
      return `an ${type}`;
    default:
      return `a ${type}`;
  }
}
