import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { stopProcess } from "../../processes/stop";
import { borderFiles, clientsFolder } from "./folder";
import { liveRegionFolder } from "../files";

/** Who has to be gone before whom. */
const PROCESSES = ["coredns", "border-outside", "border-inside"] as const;

/**
 * Ends the borders of all sites, those that do not run included.
 *
 * @param directory the state folder of the live depth.
 */
export async function closeBorders(directory: string): Promise<void> {
  const regions = await readdir(join(directory, "regions")).catch(() => []);
  const folders = [
    clientsFolder(directory),
    ...regions.map((region) => liveRegionFolder(directory, region)),
  ];
  await Promise.all(
    folders.map(async (folder) => {
      const { processes } = borderFiles(folder);
      for (const name of PROCESSES) await stopProcess(processes, name);
    }),
  );
}
