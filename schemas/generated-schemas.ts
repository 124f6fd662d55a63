import type { z } from "zod";
import {
  OUTPUTS_VERSION,
  REGION_OUTPUT,
  REGION_SECRETS_OUTPUT,
  regionOutputsSchema,
  regionSecretsSchema,
} from "../outputs/schema";
import { API_PAGE, apiPage } from "../services/traffic-controller/api/page/page";
import { CONFIGURATION_PAGE, configurationPage } from "./configuration-page";
import type { Contract, GeneratedFile } from "./generated-schema";
import { jsonSchemaOf } from "./json-schema";
import { MONITORING_PAGE, monitoringPage } from "./monitoring-page";
import { projectFileSchema } from "./project-file";
import { stackFileSchema } from "./stack-file";

/**
 * Every JSON Schema that is committed here, and the pages whose tables are made of the code.
 * `npm run schemas` writes them, a test compares.
 */
export const generatedSchemas: readonly GeneratedFile[] = [
  contract("region-outputs", REGION_OUTPUT, regionOutputsSchema),
  contract("region-secrets", REGION_SECRETS_OUTPUT, regionSecretsSchema),
  { kind: "editor", file: "schemas/json/stack-file.schema.json", make: stackFileSchema },
  { kind: "editor", file: "schemas/json/project-file.schema.json", make: projectFileSchema },
  { kind: "page", file: CONFIGURATION_PAGE, make: configurationPage },
  { kind: "page", file: MONITORING_PAGE, make: monitoringPage },
  { kind: "page", file: API_PAGE, make: apiPage },
];

function contract(name: string, output: string, schema: z.ZodType): Contract {
  return {
    kind: "contract",
    file: `outputs/contract/${name}.v${OUTPUTS_VERSION}.schema.json`,
    output,
    version: "OUTPUTS_VERSION in outputs/schema.ts",
    make: () => jsonSchemaOf(schema, `Stack output \`${output}\`, version ${OUTPUTS_VERSION}`),
  };
}
