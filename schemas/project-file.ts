import { topologySchema } from "../config/topology";
import { foreignSettings } from "./foreign-settings";
import { type JsonSchema, jsonSchemaOf } from "./json-schema";

/**
 * The JSON Schema of Pulumi.yaml, for editors. It knows the topology, beside which no
 * setting of the project may stand; the rest is Pulumi's.
 */
export function projectFileSchema(): JsonSchema {
  const { $schema, ...topology } = jsonSchemaOf(topologySchema, "Topology of Nephoran");
  return {
    $schema,
    title: "Project file of Nephoran",
    description: "`Pulumi.yaml`: what is the same in all regions.",
    type: "object",
    properties: {
      config: {
        description: "The topology. A setting of a region stands in its stack file.",
        type: "object",
        properties: {
          topology: { type: "object", properties: { value: topology }, required: ["value"] },
        },
        required: ["topology"],
        ...foreignSettings,
      },
    },
    required: ["name", "runtime", "config"],
  };
}
