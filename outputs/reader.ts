import * as pulumi from "@pulumi/pulumi";
import { OperatorError } from "../config/operator-error";
import { OUTPUTS_VERSION, REGION_OUTPUT, type RegionOutputs, regionOutputsSchema } from "./schema";

export interface ReadRegionOptions {
  /** Project that deploys the regions. @default "nephoran" */
  readonly project?: string;
  /** Organization that the stacks belong to. @default the running stack's own */
  readonly organization?: string;
  /** Parent of the StackReference. */
  readonly parent?: pulumi.Resource;
}

/**
 * What a region promises, typed.
 *
 * The stack has to have been initialised: the engine aborts a program that refers to a stack which
 * never was, and no program can catch that.
 *
 * @throws OperatorError (as a rejected output) that names the stack and the outputs which are missing or
 * of another version.
 */
export function readRegion(
  region: string,
  options: ReadRegionOptions = {},
): pulumi.Output<RegionOutputs> {
  return readRegionIfDeployed(region, options).apply((outputs) => {
    if (outputs !== undefined) return outputs;
    throw new OperatorError(
      `Stack ${stackName(region, options)} has no output \`${REGION_OUTPUT}\`: the region is not ` +
        `deployed yet. Run \`pulumi up --stack ${region}\` first.`,
    );
  });
}

/** As `readRegion`, but `undefined` for a region whose stack exists and is not deployed yet. */
export function readRegionIfDeployed(
  region: string,
  options: ReadRegionOptions = {},
): pulumi.Output<RegionOutputs | undefined> {
  const stack = stackName(region, options);
  const reference = new pulumi.StackReference(
    stack,
    {},
    options.parent === undefined ? {} : { parent: options.parent },
  );
  return reference
    .getOutput(REGION_OUTPUT)
    .apply((value: unknown) => (value == null ? undefined : parseRegionOutputs(stack, value)));
}

function stackName(region: string, options: ReadRegionOptions): string {
  const organization = options.organization ?? pulumi.getOrganization();
  return `${organization}/${options.project ?? "nephoran"}/${region}`;
}

/**
 * Types the value of a stack's `region` output.
 *
 * @throws OperatorError that lists each field which is missing or not what it should be.
 */
export function parseRegionOutputs(stack: string, value: unknown): RegionOutputs {
  const parsed = regionOutputsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const seen = (value as { schemaVersion?: unknown }).schemaVersion ?? "none";
  const fields = parsed.error.issues.map(
    ({ path, message }) => `  ${REGION_OUTPUT}.${path.join(".")}: ${message}`,
  );
  throw new OperatorError(
    `Stack ${stack} has outputs of version ${JSON.stringify(seen)}, this reader expects version ` +
      `${OUTPUTS_VERSION}:\n${fields.join("\n")}\nDeploy that stack with the release of this ` +
      `reader, or use the reader of its release.`,
  );
}
