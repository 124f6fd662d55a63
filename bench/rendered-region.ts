import { join } from "node:path";
import { readProject } from "../config/files";
import { OperatorError } from "../config/operator-error";
import { type Capture, capture } from "../render/capture";
import { regionManifests, writeManifests } from "../render/write";
import { repositoryRoot } from "../sandbox/layout";

/** What a region's program registers, seen without an engine. */
export async function capturedRegion(region: string): Promise<Capture> {
  const project = readProject(repositoryRoot);
  const stack = project.stacks.find((candidate) => candidate.region.name === region);
  if (stack === undefined) throw new OperatorError(`The topology has no region ${region}.`);
  return await capture(project.name, stack);
}

/** Writes a region's objects as `npm run render` does, and answers their folder. */
export async function renderRegion(region: string, out: string): Promise<string> {
  writeManifests(out, [regionManifests(await capturedRegion(region))]);
  return join(out, region);
}
