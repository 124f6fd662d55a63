import { z } from "zod";

/**
 * A JSON Schema (2020-12), as far as this repository looks into one. Keywords that are not named
 * here are kept as they are.
 */
export const jsonSchema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  get properties() {
    return z.record(z.string(), jsonSchema).optional();
  },
  required: z.array(z.string()).optional(),
  get additionalProperties() {
    return z.union([z.boolean(), jsonSchema]).optional();
  },
  get propertyNames() {
    return jsonSchema.optional();
  },
  get items() {
    return z.union([z.boolean(), jsonSchema]).optional();
  },
  get anyOf() {
    return z.array(jsonSchema).optional();
  },
  get oneOf() {
    return z.array(jsonSchema).optional();
  },
});

export type JsonSchema = z.output<typeof jsonSchema>;

/**
 * The JSON Schema of what a zod schema is given to parse. It stays open for properties that are not
 * in it yet wherever the zod schema is.
 */
export function jsonSchemaOf(schema: z.ZodType, title: string): JsonSchema {
  return jsonSchema.parse({ ...z.toJSONSchema(schema, { io: "input" }), title });
}
