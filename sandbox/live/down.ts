import { recordedNames } from "../processes/record";
import { stopProcess } from "../processes/stop";
import { liveFolder, liveRegionFiles, liveRegions } from "./files";
import { borderFiles, clientsFolder } from "./border/folder";
import { closeNetwork } from "./network/network";

/**
 * Ends all that runs of the live depth, pods included. They are killed and not asked: what they keep
 * has to outlive a power failure too, and nobody waits for a minute of grace.
 */
export async function stopLive(directory: string): Promise<void> {
  const regions = await liveRegions(directory);
  const folders = [
    ...regions.map((region) => liveRegionFiles(directory, region).processes),
    borderFiles(clientsFolder(liveFolder(directory))).processes,
  ];
  for (const processes of folders) {
    const names = await recordedNames(processes);
    await Promise.all(names.map((name) => stopProcess(processes, name, 0)));
  }
  await closeNetwork(liveFolder(directory));
}
