import { z } from "zod";

/**
 * What a schema in OpenAPI 3.0, or in a CustomResourceDefinition, demands of a value. What only
 * describes, defaults or merges is left out, and so are rules in CEL, which only an API server can
 * evaluate.
 */
export const schemaNode = z.object({
  $ref: z.string().optional(),
  type: z.string().optional(),
  format: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  pattern: z.string().optional(),
  minLength: z.int().optional(),
  maxLength: z.int().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.boolean().optional(),
  exclusiveMaximum: z.boolean().optional(),
  multipleOf: z.number().optional(),
  minItems: z.int().optional(),
  maxItems: z.int().optional(),
  uniqueItems: z.boolean().optional(),
  minProperties: z.int().optional(),
  maxProperties: z.int().optional(),
  nullable: z.boolean().optional(),
  "x-kubernetes-int-or-string": z.boolean().optional(),
  "x-kubernetes-preserve-unknown-fields": z.boolean().optional(),
  "x-kubernetes-embedded-resource": z.boolean().optional(),
  get properties() {
    return z.record(z.string(), schemaNode).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), schemaNode]).optional();
  },
  get items() {
    return schemaNode.optional();
  },
  get not() {
    return schemaNode.optional();
  },
  get allOf() {
    return z.array(schemaNode).optional();
  },
  get anyOf() {
    return z.array(schemaNode).optional();
  },
  get oneOf() {
    return z.array(schemaNode).optional();
  },
});

export type SchemaNode = z.infer<typeof schemaNode>;
