import { liveFolder } from "./files";
import { killPods } from "./pods/start";

/**
 * Kills all pods of a region at once, without a word to anybody, and keeps them dead: what starts them
 * goes with them. The API server goes on to believe that they run, as where a data centre is cut off.
 *
 * @param directory the sandbox's folder.
 */
export async function killRegion(directory: string, region: string): Promise<void> {
  await killPods(liveFolder(directory), region);
}
