import { CONTAINER_VARIABLE } from "./container-process";
import { containerOf } from "./status";
import { processesWithVariable } from "../../processes/process-table";

/** A process of a container. */
export interface ContainerProcess {
  readonly pid: number;
  /** Uid of its pod. */
  readonly uid: string;
  /** Its container's name in the pod. */
  readonly container: string;
}

/** All that run on this machine, of all sandboxes. */
export async function containerProcesses(): Promise<ContainerProcess[]> {
  return (await processesWithVariable(CONTAINER_VARIABLE)).flatMap(({ pid, value }) => {
    const container = containerOf(value);
    return container === undefined ? [] : [{ pid, ...container }];
  });
}
