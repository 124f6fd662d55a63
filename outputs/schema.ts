import { z } from "zod";
import { roles } from "../config/topology";

/**
 * Version of the contract below. Raised when a reader that was written for the old one would be
 * wrong about the new one; new fields alone do not raise it.
 */
export const OUTPUTS_VERSION = 1;

/** Name of the stack output that holds `RegionOutputs`. Nothing secret is ever put into it. */
export const REGION_OUTPUT = "region";

/** What a region's stack promises to other stacks and to other teams' programs. */
export const regionOutputsSchema = z.object({
  schemaVersion: z.literal(OUTPUTS_VERSION),
  name: z.string().describe("Region, which is also the name of its stack and kube context."),
  displayName: z.string().describe("Name for people."),
  role: z.enum(roles),
  residencyZone: z.string().nullable().describe("Zone that data stays in; null: none."),
  capacityIntentsPerMinute: z.number().describe("Intents/min at full capacity."),
  maxConcurrentIntents: z.number().describe("Intents in flight at the same time."),
  version: z.string().describe("Tag of the Nephoran images that run."),
  namespaces: z.object({ system: z.string(), global: z.string() }),
  endpoints: z.object({
    llmProcessorRegional: z
      .string()
      .describe("URL inside the region's cluster, for callers that network policies let through."),
  }),
});

export type RegionOutputs = z.output<typeof regionOutputsSchema>;
