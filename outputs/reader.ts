import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { OperatorError } from "../config/operator-error";
import {
  OUTPUTS_VERSION,
  REGION_OUTPUT,
  REGION_SECRETS_OUTPUT,
  type RegionOutputs,
  regionOutputsSchema,
  type RegionSecrets,
  regionSecretsSchema,
} from "./schema";

export interface ReadRegionOptions {
  /** Project that deploys the regions. @default "nephoran" */
  readonly project?: string;
  /** Organization that the stacks belong to. @default the running stack's own */
  readonly organization?: string;
  /** Parent of the StackReference, if it is the first one to that stack. */
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
  return stackReference(stack, options)
    .getOutput(REGION_OUTPUT)
    .apply((value: unknown) => (value == null ? undefined : parseRegionOutputs(stack, value)));
}

/**
 * The secrets of a region, as a secret output. Only who can decrypt that stack gets them.
 *
 * @throws OperatorError (as a rejected output) if they are missing, as they also are for who cannot
 * decrypt them.
 */
export function readRegionSecrets(
  region: string,
  options: ReadRegionOptions = {},
): pulumi.Output<RegionSecrets> {
  const stack = stackName(region, options);
  const secrets = stackReference(stack, options)
    .getOutput(REGION_SECRETS_OUTPUT)
    .apply((value: unknown) => {
      if (value != null)
        return parseOutput(REGION_SECRETS_OUTPUT, regionSecretsSchema, stack, value);
      throw new OperatorError(
        `Stack ${stack} gives no output \`${REGION_SECRETS_OUTPUT}\`: either the region is not ` +
          `deployed yet (\`pulumi up --stack ${region}\`), or its secrets cannot be decrypted here. ` +
          `With a passphrase, PULUMI_CONFIG_PASSPHRASE has to be the one of that stack.`,
      );
    });
  return pulumi.secret(secrets);
}

/** References of each program by the name of their stack: the engine refuses a second one. */
const references = new WeakMap<pulumi.Resource, Map<string, pulumi.StackReference>>();

function stackReference(stack: string, { parent }: ReadRegionOptions): pulumi.StackReference {
  const made = (): pulumi.StackReference =>
    new pulumi.StackReference(stack, {}, parent === undefined ? {} : { parent });
  const program = pulumi.runtime.getStackResource();
  if (program === undefined) return made();

  const known = references.get(program) ?? new Map<string, pulumi.StackReference>();
  references.set(program, known);
  const reference = known.get(stack) ?? made();
  known.set(stack, reference);
  return reference;
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
export const parseRegionOutputs = (stack: string, value: unknown): RegionOutputs =>
  parseOutput(REGION_OUTPUT, regionOutputsSchema, stack, value);

function parseOutput<T extends z.ZodType>(
  output: string,
  schema: T,
  stack: string,
  value: unknown,
): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const seen = (value as { schemaVersion?: unknown }).schemaVersion ?? "none";
  const fields = parsed.error.issues.map(
    ({ path, message }) => `  ${output}.${path.join(".")}: ${message}`,
  );
  throw new OperatorError(
    `Stack ${stack} has outputs of version ${JSON.stringify(seen)}, this reader expects version ` +
      `${OUTPUTS_VERSION}:\n${fields.join("\n")}\nDeploy that stack with the release of this ` +
      `reader, or use the reader of its release.`,
  );
}
