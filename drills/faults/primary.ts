import { readProject } from "../../config/files";
import { controlPlaneBinaries } from "../../sandbox/cluster/binaries";
import { startControlPlanes } from "../../sandbox/cluster/control-planes";
import { regionFiles } from "../../sandbox/cluster/state-files";
import { openBorder } from "../../sandbox/live/border/border";
import { liveFolder, liveRegionFiles } from "../../sandbox/live/files";
import { KNOWN_IMAGES } from "../../sandbox/live/images/catalog";
import { attachNetwork } from "../../sandbox/live/network/network";
import { startedRegion } from "../../sandbox/live/region-access";
import { restoreRegion } from "../../sandbox/live/region-death";
import { killProcess } from "../../sandbox/processes/kill";
import { recordedNames } from "../../sandbox/processes/record";
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
 * Starts what does not run of a region: its control plane, then its border, then its pods, as `up --live`
 * does. Nothing is deployed, since all of it is in etcd.
 *
 * @throws OperatorError if no such region has been started there; ClusterError or ProcessError if a part
 *   of it does not become ready.
 */
export async function restoreWholeRegion(
  { layout, toolchain }: Pick<Scene, "layout" | "toolchain">,
  region: string,
): Promise<void> {
  const { directory, project } = layout;
  const { plan, files } = await startedRegion(directory, region);
  await startControlPlanes([plan], controlPlaneBinaries(toolchain), {
    directory,
    portBase: plan.portBase,
    live: true,
    realImages: KNOWN_IMAGES,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  const live = liveFolder(directory);
  await openBorder({
    network: await attachNetwork(live),
    directory: live,
    topology: readProject(project).topology,
    binaries: { coredns: toolchain.path("coredns") },
    region: plan,
    files,
  });
  await restoreRegion(directory, region, toolchain);
}
