import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { schemaNode } from "./schema-node";
import { type JsonSchema, mapValues, selfContained, strictSchema } from "./strict";

const groupVersionKind = z.object({ group: z.string(), version: z.string(), kind: z.string() });

/** What names a kind; the core group is the empty string. */
export type GroupVersionKind = z.infer<typeof groupVersionKind>;

/** The schema of one kind, complete in itself. */
export interface KindSchema extends GroupVersionKind {
  readonly schema: JsonSchema;
}

const documentSchema = z.object({
  components: z.object({
    schemas: z.record(
      z.string(),
      schemaNode.extend({
        "x-kubernetes-group-version-kind": z.array(groupVersionKind).optional(),
      }),
    ),
  }),
});

const customResourceDefinition = z.object({
  kind: z.literal("CustomResourceDefinition"),
  spec: z.object({
    group: z.string(),
    names: z.object({ kind: z.string() }),
    versions: z.array(
      z.object({
        name: z.string(),
        served: z.boolean(),
        schema: z.object({ openAPIV3Schema: schemaNode }),
      }),
    ),
  }),
});

/**
 * Amounts such as `500m` or `2Gi`. OpenAPI only says that they are strings or numbers; the grammar
 * is that of k8s.io/apimachinery/pkg/api/resource.
 */
const quantity: JsonSchema = {
  anyOf: [
    { type: "number" },
    {
      type: "string",
      pattern: "^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$",
    },
  ],
};

/**
 * A strict schema for every kind that an API server knows, built in or custom.
 *
 * @param documents OpenAPI v3 documents of an API server, as parsed JSON.
 * @param definitions CustomResourceDefinitions; the same one may come from several regions.
 * @throws ZodError if one of them is something else.
 * @throws Error if a definition is missing, or if a kind has two different schemas.
 */
export function kindSchemas(
  documents: readonly unknown[],
  definitions: readonly unknown[],
): KindSchema[] {
  const nodes = Object.assign(
    {},
    ...documents.map((document) => documentSchema.parse(document).components.schemas),
  ) as z.infer<typeof documentSchema>["components"]["schemas"];
  const known: Record<string, JsonSchema> = {
    ...mapValues(nodes, (node) => strictSchema(node, "open")),
    "io.k8s.apimachinery.pkg.api.resource.Quantity": quantity,
  };

  const builtIn = Object.entries(nodes).flatMap(([name, node]) => {
    // What has no metadata is an option of a request.
    if (node.properties?.["metadata"] === undefined) return [];
    const kinds = node["x-kubernetes-group-version-kind"] ?? [];
    return kinds.map((kind) => ({ ...kind, schema: selfContained(known[name] ?? {}, known) }));
  });
  const custom = definitions.flatMap((definition) => {
    const { group, names, versions } = customResourceDefinition.parse(definition).spec;
    return versions
      .filter(({ served }) => served)
      .map(({ name, schema: { openAPIV3Schema } }) => {
        const object = { ...openAPIV3Schema, "x-kubernetes-embedded-resource": true };
        const schema = selfContained(strictSchema(object, "closed"), known);
        return { group, version: name, kind: names.kind, schema };
      });
  });
  return unique([...builtIn, ...custom]);
}

function unique(schemas: readonly KindSchema[]): KindSchema[] {
  const byKind = new Map<string, KindSchema>();
  for (const schema of schemas) {
    const name = `${schema.group}/${schema.version} ${schema.kind}`;
    const earlier = byKind.get(name);
    if (earlier !== undefined && !isDeepStrictEqual(earlier, schema)) {
      throw new Error(`${name} has two different schemas; one set of schemas can hold only one.`);
    }
    byKind.set(name, schema);
  }
  return [...byKind.values()];
}
