import { resolve } from "node:path";
import { memoryMb } from "../processes/process-table";
import { isRunning, logFile, readRecord } from "../processes/record";
import { type Component, COMPONENTS, type RegionContext } from "./component";
import { DEFINITIONS } from "./components";
import { apiserverUrl } from "./kube-apiserver";
import { portOf } from "./ports";
import { planOf } from "./region-plan";
import { readRegions } from "./region-state";
import { kubeconfigFile, regionFiles } from "./state-files";

/** One component of one region as it is now. */
export type ComponentStatus = {
  readonly component: Component;
  /** None for etcd, which listens on Unix sockets. */
  readonly port: number | undefined;
  readonly log: string;
} & (
  | { readonly state: "down" }
  | {
      readonly state: "up";
      readonly pid: number;
      /** Its share of resident memory in MB; undefined where the system does not tell. */
      readonly memoryMb: number | undefined;
    }
  | {
      readonly state: "not ready";
      readonly pid: number;
      readonly memoryMb: number | undefined;
      readonly why: string;
    }
);

export interface RegionStatus {
  readonly region: string;
  readonly zones: readonly string[];
  readonly server: string;
  readonly context: string;
  readonly kubeconfig: string;
  readonly components: readonly ComponentStatus[];
}

/** Whether any component of any region of a state folder runs, well or not. */
export async function isAnythingRunning(directory: string): Promise<boolean> {
  const regions = await controlPlaneStatus(directory);
  return regions.some(({ components }) => components.some(({ state }) => state !== "down"));
}

/** Every region that was started in a state folder since its last reset; none if it is empty. */
export async function controlPlaneStatus(directory: string): Promise<RegionStatus[]> {
  const folder = resolve(directory);
  const regions = await readRegions(folder);
  return await Promise.all(
    regions.map(async (region) => {
      const context = { plan: planOf(region), files: regionFiles(folder, region.name) };
      return {
        region: region.name,
        zones: region.zones,
        server: apiserverUrl(context),
        context: region.name,
        kubeconfig: kubeconfigFile(folder),
        components: await Promise.all(
          COMPONENTS.map((component) => componentStatus(component, context)),
        ),
      };
    }),
  );
}

async function componentStatus(
  component: Component,
  context: RegionContext,
): Promise<ComponentStatus> {
  const { plan, files } = context;
  const about = {
    component,
    port: component === "etcd" ? undefined : portOf(plan.portBase, plan.index, component),
    log: logFile(files.processes, component),
  };
  const record = await readRecord(files.processes, component);
  if (!record || !(await isRunning(record))) return { ...about, state: "down" };
  const [memory, health] = await Promise.all([
    memoryMb(record.pid),
    DEFINITIONS[component].probe(context)(),
  ]);
  const running = { ...about, pid: record.pid, memoryMb: memory };
  return health.ready
    ? { ...running, state: "up" }
    : { ...running, state: "not ready", why: health.why };
}
