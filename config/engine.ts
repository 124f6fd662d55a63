import * as pulumi from "@pulumi/pulumi";
import { allConfig } from "@pulumi/pulumi/runtime";
import { parseProgramConfig, type ProgramConfig } from "./program-config";

/**
 * Reads the configuration of the stack that the engine is running.
 *
 * @throws ConfigError with every problem found.
 */
export function readProgramConfig(): ProgramConfig {
  const { topology, ...settings } = projectSettings(pulumi.getProject(), allConfig());
  return parseProgramConfig({
    stack: pulumi.getStack(),
    topology: topology === undefined ? undefined : JSON.parse(topology),
    settings,
  });
}

/** The project's own keys, without their namespace. */
function projectSettings(project: string, all: Record<string, string>): Record<string, string> {
  const prefix = `${project}:`;
  return Object.fromEntries(
    Object.entries(all)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}
