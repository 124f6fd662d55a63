import * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../config/program-config";
import { stackOf } from "./peers";
import { REGION_OUTPUT } from "./schema";

/**
 * Whether the region's own stack has promised something before. A peer that is deployed from then on
 * knows where the region is; one that is deployed at the same time may not.
 */
export async function wasDeployedBefore({
  region,
}: Pick<ProgramConfig, "region">): Promise<boolean> {
  const own = new pulumi.StackReference(stackOf(region));
  const details = await own.getOutputDetails(REGION_OUTPUT);
  return details.value != null;
}
