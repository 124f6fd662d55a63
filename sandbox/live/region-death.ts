import { join } from "node:path";
import type { Toolchain } from "../toolchain/toolchain";
import { liveFolder } from "./files";
import { liveTools } from "./images/tools";
import { killPods, startPodRunner } from "./pods/start";
import { regionAccess, startedRegion } from "./region-access";

/**
 * Kills all pods of a region at once, without a word to anybody, and keeps them dead: what starts them
 * goes with them. The API server goes on to believe that they run, as where a data centre is cut off.
 *
 * @param directory the sandbox's folder.
 */
export async function killRegion(directory: string, region: string): Promise<void> {
  await killPods(liveFolder(directory), region);
}

/**
 * Starts the pods of a region that was killed. They keep their addresses and what their claims hold.
 *
 * @param directory the sandbox's folder.
 * @throws OperatorError if no such region has been started there.
 */
export async function restoreRegion(
  directory: string,
  region: string,
  toolchain: Toolchain,
  signal?: AbortSignal,
): Promise<void> {
  const context = await startedRegion(directory, region);
  const live = liveFolder(directory);
  await startPodRunner({
    directory: live,
    context,
    access: await regionAccess(context),
    tools: await liveTools(toolchain, join(live, "bundles")),
    ...(signal && { signal }),
  });
}
