import { resolve } from "node:path";
import { readProject } from "../config/files";
import type { ProgramConfig } from "../config/program-config";

/** The folder of the shipped Pulumi.yaml. */
export const projectDirectory = resolve(__dirname, "..");

/** The shipped project, as it stands in its files. */
export const shippedProject = readProject(projectDirectory);

/** The shipped configuration of one region. */
export function shippedStack(region: string): ProgramConfig {
  const stack = shippedProject.stacks.find((candidate) => candidate.region.name === region);
  if (stack === undefined) throw new Error(`The shipped topology has no region ${region}.`);
  return stack;
}
