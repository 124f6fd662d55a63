import { join } from "node:path";
import { liveRegionFolder } from "../files";

/** Name of the runner's process among those of a region's live part. */
export const POD_RUNNER = "pod-runner";

/** Where a region's pod runner keeps what it needs. */
export interface RunnerFiles {
  /** Folder of the region's live part. */
  readonly folder: string;
  readonly processes: string;
  readonly settings: string;
  /** What pods have on disk, one folder each; nothing in it outlives them. */
  readonly pods: string;
  /** What claims hold, by namespace and name. */
  readonly claims: string;
}

/** @param directory the state folder of the live depth. */
export function runnerFiles(directory: string, region: string): RunnerFiles {
  const folder = liveRegionFolder(directory, region);
  return {
    folder,
    processes: join(folder, "processes"),
    settings: join(folder, "pod-runner-settings.json"),
    pods: join(folder, "pods"),
    claims: join(folder, "claims"),
  };
}
