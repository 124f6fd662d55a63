import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** The state folder of the live depth, in a sandbox's folder. */
export const liveFolder = (directory: string): string => join(directory, "live");

/** The folder of a region's live part. @param live see {@link liveFolder}. */
export const liveRegionFolder = (live: string, region: string): string =>
  join(live, "regions", region);

/** Where the live part of a region keeps what it needs. */
export interface LiveRegionFiles {
  readonly folder: string;
  /** Records and logs of what runs for the region. */
  readonly processes: string;
}

export function liveRegionFiles(directory: string, region: string): LiveRegionFiles {
  const folder = liveRegionFolder(liveFolder(directory), region);
  return { folder, processes: join(folder, "processes") };
}

/** Regions that have been at the live depth since the last reset, in alphabetical order. */
export async function liveRegions(directory: string): Promise<string[]> {
  const names = await readdir(join(liveFolder(directory), "regions")).catch(() => []);
  return names.sort();
}
