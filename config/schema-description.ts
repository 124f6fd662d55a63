import { z } from "zod";

/** What a schema says of one value to whoever writes it. */
export interface SchemaDescription {
  /** What may be written, in words. */
  readonly allowed: string;
  readonly default: Default;
}

/** What holds if nothing is written. */
export type Default =
  | { readonly kind: "value"; readonly value: unknown }
  /** Something that is derived, in words. */
  | { readonly kind: "derived"; readonly words: string }
  | { readonly kind: "none" }
  /** It has to be written. */
  | { readonly kind: "required" };

/** Parts what may be written from what holds otherwise, in the descriptions of the schemas. */
const LEFT_OUT = "; left out: ";

/** Describes a schema by its defaults and its descriptions. */
export function describeSchema(schema: z.ZodType): SchemaDescription {
  const [allowed = "", words] = inWords(schema).split(LEFT_OUT);
  return { allowed, default: defaultOf(schema, words) };
}

/** A value within a larger one, by a path such as `regions[].name`. */
export interface DescribedField extends SchemaDescription {
  readonly path: string;
}

/**
 * Describes everything that may be written below a schema, at any depth. A list is `[]` in a path,
 * and a key that is free to choose is `*`.
 */
export function describeFields(schema: z.ZodType, path: string): DescribedField[] {
  return fieldsOf(unwrap(schema)).flatMap(([step, field]) => {
    const at = `${path}${step}`;
    const below = describeFields(field, at);
    // The entries of a list or a map are described by what is in them.
    const isEntry = step === "[]" || step === ".*";
    return isEntry ? below : [{ path: at, ...describeSchema(field) }, ...below];
  });
}

function fieldsOf(schema: z.ZodType): [step: string, field: z.ZodType][] {
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Readonly<Record<string, z.ZodType>>;
    return Object.entries(shape).map(([key, field]) => [`.${key}`, field]);
  }
  if (schema instanceof z.ZodArray) return [["[]", schema.element as z.ZodType]];
  if (schema instanceof z.ZodRecord) return [[".*", schema.valueType as z.ZodType]];
  return [];
}

function defaultOf(schema: z.ZodType, words: string | undefined): Default {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return { kind: "value", value: schema.def.defaultValue };
  }
  if (words !== undefined) return { kind: "derived", words };
  return schema instanceof z.ZodOptional ? { kind: "none" } : { kind: "required" };
}

function inWords(schema: z.ZodType): string {
  if (schema.description !== undefined) return schema.description;
  const inner = innerOf(schema);
  return inner === undefined ? "" : inWords(inner);
}

/** Looks through optional and default. */
function unwrap(schema: z.ZodType): z.ZodType {
  const inner = innerOf(schema);
  return inner === undefined ? schema : unwrap(inner);
}

function innerOf(schema: z.ZodType): z.ZodType | undefined {
  return schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
    ? (schema.unwrap() as z.ZodType)
    : undefined;
}
