import type { SchemaNode } from "./schema-node";

/** A JSON Schema of draft 4, whose keywords OpenAPI 3.0 builds on. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What describes the metadata of every object. */
const OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

const IN_DOCUMENT = "#/components/schemas/";
const IN_SCHEMA = "#/definitions/";

/**
 * An object without any listed field: `open` in built-in kinds, where it is free-form, `closed` in
 * custom ones, where the API server drops whatever is not listed.
 */
export type Fieldless = "open" | "closed";

/** Refuses every field that the API server would not know. References lead to `definitions`. */
export function strictSchema(node: SchemaNode, fieldless: Fieldless): JsonSchema {
  const convert = (child: SchemaNode): JsonSchema => strictSchema(child, fieldless);
  const {
    nullable,
    "x-kubernetes-int-or-string": intOrString,
    "x-kubernetes-preserve-unknown-fields": keepsUnknown,
    "x-kubernetes-embedded-resource": embedsObject,
    properties: ownFields,
    additionalProperties,
    items,
    not,
    allOf,
    anyOf,
    oneOf,
    ...demands
  } = node;
  const fields = embedsObject ? { ...ownFields, ...objectFields } : ownFields;
  const schema: Record<string, unknown> = demands;

  if (demands.$ref !== undefined) schema["$ref"] = demands.$ref.replace(IN_DOCUMENT, IN_SCHEMA);
  if (embedsObject) schema["required"] = [...(demands.required ?? []), "apiVersion", "kind"];
  if (fields) schema["properties"] = mapValues(fields, convert);
  if (typeof additionalProperties === "object") {
    schema["additionalProperties"] = convert(additionalProperties);
  } else if (additionalProperties !== undefined) {
    schema["additionalProperties"] = additionalProperties;
  } else if (node.type === "object" && !keepsUnknown && (fields ?? fieldless === "closed")) {
    schema["additionalProperties"] = false;
  }
  if (items) schema["items"] = convert(items);
  if (not) schema["not"] = convert(not);
  if (allOf) schema["allOf"] = allOf.map(convert);
  if (anyOf) schema["anyOf"] = anyOf.map(convert);
  else if (intOrString) schema["anyOf"] = [{ type: "integer" }, { type: "string" }];
  if (oneOf) schema["oneOf"] = oneOf.map(convert);

  return nullable ? { anyOf: [{ type: "null" }, schema] } : schema;
}

/** A schema with those definitions that it leads to, directly or through others. */
export function selfContained(
  schema: JsonSchema,
  definitions: Readonly<Record<string, JsonSchema>>,
): JsonSchema {
  const reached = new Map<string, JsonSchema>();
  const open = references(schema);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    const definition = definitions[name];
    if (definition === undefined) throw new Error(`No OpenAPI document defines ${name}.`);
    reached.set(name, definition);
    open.push(...references(definition));
  }
  return {
    $schema: "http://json-schema.org/draft-04/schema#",
    ...schema,
    definitions: Object.fromEntries(reached),
  };
}

/** Applies a function to each value of a record. */
export function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

/** The fields that every object has, listed or not. */
const objectFields: Readonly<Record<string, SchemaNode>> = {
  apiVersion: { type: "string" },
  kind: { type: "string" },
  metadata: { $ref: `${IN_DOCUMENT}${OBJECT_META}` },
};

/** Names of the definitions that a schema refers to. A property may be called `$ref`, too. */
function references(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === "$ref" && typeof item === "string" ? [item.slice(IN_SCHEMA.length)] : references(item),
  );
}
