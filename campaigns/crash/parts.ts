import { z } from "zod";
import { ApiClient } from "../../sandbox/cluster/api-client";
import { COMPONENTS } from "../../sandbox/cluster/component";
import { regionFiles } from "../../sandbox/cluster/state-files";
import { borderFiles, clientsFolder } from "../../sandbox/live/border/folder";
import { liveFolder, liveRegionFiles } from "../../sandbox/live/files";
import { HOLDER, networkFiles } from "../../sandbox/live/network/holder";
import { ROUTER } from "../../sandbox/live/network/router-process";
import { CONTAINER_VARIABLE } from "../../sandbox/live/pods/container-process";
import { POD_RUNNER } from "../../sandbox/live/pods/runner-files";
import { regionAccess, startedRegion } from "../../sandbox/live/region-access";
import { processesWithVariable } from "../../sandbox/processes/process-table";
import { isRunning, readRecord } from "../../sandbox/processes/record";
import { sendSignal } from "../../sandbox/processes/signal";

/** A part of a sandbox at the live depth that can die by itself. */
export interface Part {
  readonly name: string;
  /** Its processes that run now. */
  readonly pids: () => Promise<number[]>;
}

/** Kills a part alone, with SIGKILL. Answers the processes that it was. */
export async function killPart({ pids }: Part): Promise<number[]> {
  const killed = await pids();
  for (const pid of killed) sendSignal(pid, "SIGKILL");
  return killed;
}

/**
 * Every part of a sandbox that there is once, and those of one region.
 *
 * @param directory the sandbox's folder.
 */
export function partsOf(directory: string, region: string): Part[] {
  const live = liveFolder(directory);
  const recorded = (name: string, folder: string, process: string): Part => ({
    name,
    pids: async () => {
      const record = await readRecord(folder, process);
      return record !== undefined && (await isRunning(record)) ? [record.pid] : [];
    },
  });
  const { processes: network } = networkFiles(live);
  const { processes: clients } = borderFiles(clientsFolder(live));
  const { processes } = liveRegionFiles(directory, region);
  const { processes: controlPlane } = regionFiles(directory, region);
  return [
    recorded("router", network, ROUTER),
    recorded("clients' border-inside", clients, "border-inside"),
    recorded("clients' coredns", clients, "coredns"),
    ...["border-inside", "border-outside", "coredns", POD_RUNNER].map((name) =>
      recorded(name, processes, name),
    ),
    ...COMPONENTS.map((name) => recorded(name, controlPlane, name)),
    { name: "istiod", pids: () => containerPids(directory, region, "app=istiod", "discovery") },
    recorded("holder", network, HOLDER),
  ];
}

const podsSchema = z.object({
  items: z.array(z.object({ metadata: z.object({ uid: z.string() }) })),
});

/** Processes of a container of the first pod that has a label. */
async function containerPids(
  directory: string,
  region: string,
  selector: string,
  container: string,
): Promise<number[]> {
  const api = new ApiClient(await regionAccess(await startedRegion(directory, region)));
  const path = `/api/v1/pods?labelSelector=${encodeURIComponent(selector)}`;
  const [pod] = podsSchema.parse(await api.get(path)).items;
  if (pod === undefined) return [];
  const run = `sandbox://${pod.metadata.uid}/${container}/`;
  const all = await processesWithVariable(CONTAINER_VARIABLE);
  return all.filter(({ value }) => value.startsWith(run)).map(({ pid }) => pid);
}
