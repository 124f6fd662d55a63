import { resolve } from "node:path";
import { ApiClient } from "../cluster/api-client";
import type { RegionContext } from "../cluster/component";
import { planOf } from "../cluster/region-plan";
import { readRegions } from "../cluster/region-state";
import { regionFiles } from "../cluster/state-files";
import { memoryMb, pidsWithVariable } from "../processes/process-table";
import {
  isRunning,
  logFile,
  readRecord,
  RECORD_VARIABLE,
  recordedNames,
  recordFile,
} from "../processes/record";
import { liveFolder, liveRegionFiles, liveRegions } from "./files";
import { networkFiles, runningHolder } from "./network/holder";
import { regionAccess } from "./region-access";
import { missingIn } from "./wait";
import type { UnreadyWorkload } from "./workloads";

/** The live part of a region as it is now. */
export interface LiveRegionStatus {
  readonly region: string;
  /** Long-lived processes beside the pods, and whether they run. */
  readonly processes: Readonly<Record<string, "up" | "down">>;
  /** Workloads that are not available; undefined if the API server does not say. */
  readonly unready: readonly UnreadyWorkload[] | undefined;
  /** Of all processes of its pods and beside them, in MB. */
  readonly memoryMb: number;
}

/** The live part of every region that had one since the last reset. */
export async function liveStatus(directory: string): Promise<LiveRegionStatus[]> {
  const folder = resolve(directory);
  const plans = new Map((await readRegions(folder)).map((region) => [region.name, planOf(region)]));
  return await Promise.all(
    (await liveRegions(folder)).map(async (region) => {
      const plan = plans.get(region);
      return {
        region,
        processes: await processesOf(folder, region),
        unready: plan && (await unreadyOf({ plan, files: regionFiles(folder, region) })),
        memoryMb: await memoryOf(folder, region),
      };
    }),
  );
}

/** Whether pods run for real in a sandbox at present, or what is left of them where a part has died. */
export async function isLive(directory: string): Promise<boolean> {
  const folder = resolve(directory);
  const holder = await runningHolder(networkFiles(liveFolder(folder)));
  if (holder !== undefined) return true;
  const regions = await liveRegions(folder);
  const states = await Promise.all(regions.map((region) => processesOf(folder, region)));
  return states.some((processes) => Object.values(processes).includes("up"));
}

/** Whether all of it runs, and all its workloads are available. */
export const isLiveUp = ({ processes, unready }: LiveRegionStatus): boolean =>
  Object.values(processes).every((state) => state === "up") && unready?.length === 0;

async function processesOf(
  directory: string,
  region: string,
): Promise<Record<string, "up" | "down">> {
  const { processes } = liveRegionFiles(directory, region);
  const names = await recordedNames(processes);
  const states = names.map(async (name) => {
    const record = await readRecord(processes, name);
    const runs = record !== undefined && (await isRunning(record));
    return [name, runs ? "up" : "down"] as const;
  });
  return Object.fromEntries(await Promise.all(states));
}

/** Pods are found by the record of what started them. */
async function memoryOf(directory: string, region: string): Promise<number> {
  const { processes } = liveRegionFiles(directory, region);
  const pids = (await recordedNames(processes)).map((name) =>
    pidsWithVariable(RECORD_VARIABLE, recordFile(processes, name)),
  );
  const sizes = await Promise.all((await Promise.all(pids)).flat().map(memoryMb));
  return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

/** An API server that does not answer is told of by its own status. */
async function unreadyOf(context: RegionContext): Promise<UnreadyWorkload[] | undefined> {
  try {
    return await missingIn(new ApiClient(await regionAccess(context)));
  } catch {
    return undefined;
  }
}

/** Logs of what runs beside the pods of a region, whose own are for `kubectl logs`. */
export async function liveLogs(
  directory: string,
): Promise<{ readonly region: string; readonly component: string; readonly file: string }[]> {
  const logs = (await liveRegions(directory)).map(async (region) => {
    const { processes } = liveRegionFiles(directory, region);
    return (await recordedNames(processes)).map((component) => ({
      region,
      component,
      file: logFile(processes, component),
    }));
  });
  return (await Promise.all(logs)).flat();
}
