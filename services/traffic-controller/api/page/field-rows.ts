import { z } from "zod";

/** A field of an answer: where it is, of what type, and what it tells. */
export type FieldRow = readonly [path: string, type: string, tells: string];

/** Every field of a schema, at any depth; `[]` is an entry of a list, `*` a key that is a name. */
export function fieldRows(schema: z.ZodType, path = ""): FieldRow[] {
  const { inner, isOptional } = unwrapped(schema);
  const { children, type } = shapeOf(inner);
  const below = children.flatMap(([step, child]) => {
    const at = path === "" ? step.replace(/^\./, "") : `${path}${step}`;
    return fieldRows(child, at);
  });
  const own: FieldRow = [
    `\`${path}\``,
    isOptional ? `${type}, may be absent` : type,
    descriptionOf(schema),
  ];
  return path === "" ? below : [own, ...below];
}

interface Shape {
  readonly type: string;
  readonly children: readonly (readonly [step: string, schema: z.ZodType])[];
}

function shapeOf(schema: z.ZodType): Shape {
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Readonly<Record<string, z.ZodType>>;
    const children = Object.entries(shape).map(([key, child]) => [`.${key}`, child] as const);
    return { type: "object", children };
  }
  if (schema instanceof z.ZodArray) {
    return listOf("list", "[]", schema.element as z.ZodType);
  }
  if (schema instanceof z.ZodRecord) {
    return listOf("map", ".*", schema.valueType as z.ZodType);
  }
  if (schema instanceof z.ZodEnum) {
    return leaf((schema.options as readonly string[]).map((one) => `\`${one}\``).join(", "));
  }
  if (schema instanceof z.ZodLiteral) return leaf(`\`${String(schema.value)}\``);
  if (schema instanceof z.ZodBoolean) return leaf("boolean");
  if (schema instanceof z.ZodString || schema instanceof z.ZodISODateTime) return leaf("text");
  if (schema instanceof z.ZodNumber) {
    return leaf(schema.format === "safeint" ? "whole number" : "number");
  }
  throw new Error(`The page does not know how to say what ${schema.type} is.`);
}

const leaf = (type: string): Shape => ({ type, children: [] });

/** A list of values says what they are; one of objects says it field by field. */
function listOf(name: string, step: string, entry: z.ZodType): Shape {
  const { inner } = unwrapped(entry);
  const { type, children } = shapeOf(inner);
  return children.length === 0
    ? leaf(`${name} of ${type}`)
    : { type: `${name} of objects`, children: children.map(([more, one]) => [step + more, one]) };
}

interface Unwrapped {
  readonly inner: z.ZodType;
  readonly isOptional: boolean;
}

/** Looks through optional, nullable and what is done to a value after it was read. */
function unwrapped(schema: z.ZodType): Unwrapped {
  if (schema instanceof z.ZodOptional) {
    return { inner: unwrapped(schema.unwrap() as z.ZodType).inner, isOptional: true };
  }
  if (schema instanceof z.ZodNullable) return unwrapped(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodPipe) return unwrapped(schema.in as z.ZodType);
  return { inner: schema, isOptional: false };
}

/** What is said of a value, or of what it is wrapped around. */
function descriptionOf(schema: z.ZodType): string {
  if (schema.description !== undefined) return schema.description;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return descriptionOf(schema.unwrap() as z.ZodType);
  }
  return "";
}
