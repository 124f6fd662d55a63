import { resolve } from "node:path";
import { logFile, previousLogFile } from "../processes/record";
import { type Component, COMPONENTS } from "./component";
import { readRegions } from "./region-state";
import { regionFiles } from "./state-files";

/** Where a component writes; either file may be missing. */
export interface ComponentLog {
  readonly region: string;
  readonly component: Component;
  readonly file: string;
  /** Of the run before the present or last one. */
  readonly previousFile: string;
}

/** The logs of all components of all regions that were started in a state folder. */
export async function controlPlaneLogs(directory: string): Promise<ComponentLog[]> {
  const folder = resolve(directory);
  return (await readRegions(folder)).flatMap(({ name: region }) => {
    const { processes } = regionFiles(folder, region);
    return COMPONENTS.map((component) => ({
      region,
      component,
      file: logFile(processes, component),
      previousFile: previousLogFile(processes, component),
    }));
  });
}
