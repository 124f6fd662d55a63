import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { type Project, readProject } from "../../config/files";
import { OperatorError } from "../../config/operator-error";
import { TOPOLOGY_FILE } from "../../config/topology";

/** Adds the option that leads to the stacks. */
export const withProject = (command: Command): Command =>
  command.option("--project <dir>", "folder with Pulumi.yaml and the stack files", ".");

/** A project, and the folder that it was read from. */
export interface LocatedProject extends Project {
  readonly directory: string;
}

/**
 * Reads a project.
 *
 * @throws OperatorError if there is none, ConfigError with every problem of its files.
 */
export function projectIn(folder: string): LocatedProject {
  const directory = resolve(folder);
  if (!existsSync(join(directory, TOPOLOGY_FILE))) {
    throw new OperatorError(
      `There is no ${TOPOLOGY_FILE} in ${directory}. --project names the folder that has one.`,
    );
  }
  return { ...readProject(directory), directory };
}

/** Parses a number of things, from 1 on. */
export function count(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("A whole number from 1 on is wanted.");
}
