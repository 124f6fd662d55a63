import { mkdir, readdir } from "node:fs/promises";
import { z } from "zod";
import { readFileIfPresent, writeFileAtomically } from "../processes/atomic-file";
import { ClusterError } from "./failure";
import { MAX_REGIONS } from "./network";
import type { KnownRegion } from "./region-plan";
import { regionFiles, regionsFolder } from "./state-files";

const stateSchema = z.strictObject({
  name: z.string().min(1),
  zones: z.array(z.string().min(1)).min(1),
  // Regions that were started before features mattered have none on record.
  features: z.array(z.string()).default([]),
  index: z
    .int()
    .min(0)
    .max(MAX_REGIONS - 1),
  portBase: z.int().min(1).max(65535),
});

/** Creates a region's folder, closed to other users, and records what the region keeps. */
export async function writeRegion(directory: string, region: KnownRegion): Promise<void> {
  const files = regionFiles(directory, region.name);
  await mkdir(files.folder, { recursive: true, mode: 0o700 });
  const { name, zones, features, index, portBase } = region;
  const state: z.input<typeof stateSchema> = {
    name,
    zones: [...zones],
    features: [...features],
    index,
    portBase,
  };
  await writeFileAtomically(files.state, `${JSON.stringify(state, undefined, 2)}\n`);
}

/**
 * Every region that was started here since the last reset, running or not, in order of index.
 *
 * @throws ClusterError `bad-state` if one's file is not what {@link writeRegion} writes.
 */
export async function readRegions(directory: string): Promise<KnownRegion[]> {
  const entries = await readdir(regionsFolder(directory), { withFileTypes: true }).catch(() => []);
  const regions = await Promise.all(
    entries.filter((entry) => entry.isDirectory()).map(({ name }) => readRegion(directory, name)),
  );
  return regions.flat().sort((a, b) => a.index - b.index);
}

/** None if a crash came between the folder and the file: nothing has been started there. */
async function readRegion(directory: string, name: string): Promise<KnownRegion[]> {
  const file = regionFiles(directory, name).state;
  const text = await readFileIfPresent(file);
  if (text === undefined) return [];
  try {
    return [stateSchema.parse(JSON.parse(text))];
  } catch (cause) {
    throw new ClusterError(
      "bad-state",
      `${file} does not describe a region: restore it, or end the processes recorded beside it and delete its folder`,
      { cause },
    );
  }
}
