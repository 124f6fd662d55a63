import { regionFiles } from "../../sandbox/cluster/state-files";
import { liveRegionFiles } from "../../sandbox/live/files";
import { startedRegion } from "../../sandbox/live/region-access";
import { liveDepth } from "../../sandbox/live/up";
import { killProcess } from "../../sandbox/processes/kill";
import { recordedNames } from "../../sandbox/processes/record";
import { chosenRegions, startRegions } from "../../sandbox/up";
import type { Scene } from "../scene";
import { allOf } from "./all-of";

/**
 * Kills all that runs of a region at once: pods and their runner, border and DNS, and the control plane
 * down to its etcd. What is on disk stays, and so do the network and the router, which belong to nobody.
 */
export async function killWholeRegion({ layout }: Pick<Scene, "layout">, region: string) {
  const { directory } = layout;
  const folders = [
    liveRegionFiles(directory, region).processes,
    regionFiles(directory, region).processes,
  ];
  const kills = folders.map(async (folder) =>
    (await recordedNames(folder)).map((name) => killProcess(folder, name)),
  );
  await allOf((await Promise.all(kills)).flat());
}

/**
 * Starts what does not run of the regions, as `up --live` does: control planes, then borders, then pods.
 * Nothing is deployed, since all of it is in etcd.
 *
 * @throws OperatorError if the victim has not been started there; ClusterError or ProcessError if a part
 *   of it does not become ready.
 */
export async function restoreWholeRegion({
  layout,
  toolchain,
  regions,
  victim,
}: Pick<Scene, "layout" | "toolchain" | "regions" | "victim">): Promise<void> {
  const { plan } = await startedRegion(layout.directory, victim);
  const options = {
    ...{ layout, toolchain, regions, portBase: plan.portBase },
    signal: new AbortController().signal,
    report: () => undefined,
  };
  await startRegions({ ...options, depth: await liveDepth(options) }, chosenRegions(regions));
}
