import { regionFiles } from "../../sandbox/cluster/state-files";
import { borderFiles, clientsFolder } from "../../sandbox/live/border/folder";
import { liveFolder, liveRegionFiles } from "../../sandbox/live/files";
import { HOLDER, networkFiles } from "../../sandbox/live/network/holder";
import { POD_RUNNER } from "../../sandbox/live/pods/runner-files";
import { readRecord } from "../../sandbox/processes/record";

/** A moment of `up --live` from nothing. */
export interface Moment {
  readonly name: string;
  /** Whether it is there. @param output of the command so far */
  readonly hasCome: (output: string) => Promise<boolean>;
}

/** From the first process that is started to the last one that is waited for. */
export function momentsOf(directory: string, region: string): Moment[] {
  const live = liveFolder(directory);
  const recorded = (folder: string, process: string) => async () =>
    (await readRecord(folder, process)) !== undefined;
  const says = (pattern: RegExp) => (output: string) => Promise.resolve(pattern.test(output));
  const { processes } = liveRegionFiles(directory, region);
  return [
    { name: "the network is made", hasCome: recorded(networkFiles(live).processes, HOLDER) },
    {
      name: "control planes start",
      hasCome: recorded(regionFiles(directory, region).processes, "kube-apiserver"),
    },
    {
      name: "borders are opened",
      hasCome: recorded(borderFiles(clientsFolder(live)).processes, "border-inside"),
    },
    { name: "names are served", hasCome: recorded(processes, "coredns") },
    { name: "pods can start", hasCome: recorded(processes, POD_RUNNER) },
    { name: "stacks are deployed", hasCome: says(/borders and pod runners ready/) },
    { name: "a stack is there", hasCome: says(/ stack: /) },
  ];
}
