import { meshNamespaces } from "../../components/region-base/namespaces";
import { COMPONENTS } from "../../sandbox/cluster/component";
import { regionFiles } from "../../sandbox/cluster/state-files";
import { borderFiles, clientsFolder } from "../../sandbox/live/border/folder";
import { liveFolder, liveRegionFiles } from "../../sandbox/live/files";
import { HOLDER, networkFiles } from "../../sandbox/live/network/holder";
import { ROUTER } from "../../sandbox/live/network/router-process";
import { containerProcesses } from "../../sandbox/live/pods/container-processes";
import { POD_RUNNER } from "../../sandbox/live/pods/runner-files";
import { podUids } from "../../sandbox/live/region-pods";
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
    { name: "istiod", pids: () => istiodPids(directory, region) },
    recorded("holder", network, HOLDER),
  ];
}

/** Processes of a container of istiod's first pod. */
async function istiodPids(directory: string, region: string): Promise<number[]> {
  const [uid] = await podUids(
    { directory, region },
    { namespace: meshNamespaces.istio, app: "istiod" },
  );
  const all = await containerProcesses();
  return all
    .filter((one) => one.uid === uid && one.container === "discovery")
    .map(({ pid }) => pid);
}
