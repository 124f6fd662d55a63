import * as pulumi from "@pulumi/pulumi";
import { allConfig } from "@pulumi/pulumi/runtime";
import { ownSettings, parseProgramConfig, type ProgramConfig } from "./program-config";

/**
 * Reads the configuration of the stack that the engine is running.
 *
 * @throws ConfigError with every problem found.
 */
export function readProgramConfig(): ProgramConfig {
  const { topology, ...settings } = ownSettings(pulumi.getProject(), allConfig());
  return parseProgramConfig({
    stack: pulumi.getStack(),
    topology: topology === undefined ? undefined : JSON.parse(topology),
    settings,
  });
}
