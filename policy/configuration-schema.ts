import type { PolicyConfigSchema } from "@pulumi/policy";
import { z } from "zod";
import { packConfigSchema } from "./pack-config";

/**
 * What an engine may be given for all rules, for the engine itself: it refuses what does not fit
 * before anything runs. Draft 7, which is the newest that it knows.
 */
export function configurationSchema(): PolicyConfigSchema {
  const { properties } = z.toJSONSchema(packConfigSchema, { io: "input", target: "draft-7" });
  // The SDK's type lacks keywords that the engine's validator has.
  return { properties: properties as PolicyConfigSchema["properties"] };
}
