import { CONTAINER_VARIABLE } from "../../sandbox/live/pods/container-process";
import { podUidOf } from "../../sandbox/live/pods/status";
import { processesWithVariable } from "../../sandbox/processes/process-table";

/** A process of a container. */
export interface ContainerProcess {
  readonly pid: number;
  /** Uid of its pod. */
  readonly uid: string;
}

/** All that run on this machine, of all sandboxes. */
export async function containerProcesses(): Promise<ContainerProcess[]> {
  return (await processesWithVariable(CONTAINER_VARIABLE)).flatMap(({ pid, value }) => {
    const uid = podUidOf(value);
    return uid === undefined ? [] : [{ pid, uid }];
  });
}
