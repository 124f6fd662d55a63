import { z } from "zod";
import { ApiClient } from "../cluster/api-client";
import { watchCollection } from "../cluster/watch";
import { liveFolder } from "./files";
import { POD_RUNNER, runnerFiles } from "./pods/runner-files";
import { regionAccess, startedRegion } from "./region-access";
import { pidsWithVariable } from "../processes/process-table";
import { readRecord, RECORD_VARIABLE, recordFile } from "../processes/record";

/** Pods of one kind. */
export interface PodKind {
  readonly namespace: string;
  readonly app: string;
}

/** A region of a sandbox. */
export interface RegionOfSandbox {
  /** The sandbox's folder. */
  readonly directory: string;
  readonly region: string;
}

const podsSchema = z.object({
  items: z.array(z.object({ metadata: z.object({ uid: z.string() }) })),
});

/** The uids of a region's pods of one kind. */
export async function podUids(its: RegionOfSandbox, kind: PodKind): Promise<string[]> {
  const { items } = podsSchema.parse(await (await regionApi(its)).get(podsPath(kind)));
  return items.map(({ metadata }) => metadata.uid);
}

const podsPath = ({ namespace, app }: PodKind): string =>
  `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(`app=${app}`)}`;

/** Follows a region's pods of one kind until the signal. */
export async function followPods<T>(
  { directory, region }: RegionOfSandbox,
  kind: PodKind,
  { object, onChange }: { object: z.ZodType<T>; onChange: (pods: readonly T[]) => void },
  signal: AbortSignal,
): Promise<void> {
  const access = await regionAccess(await startedRegion(directory, region));
  const change = (pods: ReadonlyMap<string, T>): void => {
    onChange([...pods.values()]);
  };
  await watchCollection(access, { path: podsPath(kind), object, onChange: change }, signal);
}

/** A region's API server, as its administrator. */
export const regionApi = async ({ directory, region }: RegionOfSandbox): Promise<ApiClient> =>
  new ApiClient(await regionAccess(await startedRegion(directory, region)));

/** All processes of a region's pods, and before them what starts them. */
export async function podProcesses({ directory, region }: RegionOfSandbox): Promise<number[]> {
  const { processes } = runnerFiles(liveFolder(directory), region);
  const runner = await readRecord(processes, POD_RUNNER);
  const pids = await pidsWithVariable(RECORD_VARIABLE, recordFile(processes, POD_RUNNER));
  const first = pids.filter((pid) => pid === runner?.pid);
  return [...first, ...pids.filter((pid) => pid !== runner?.pid)];
}
