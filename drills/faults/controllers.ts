import { namespaces } from "../../components/region-base/namespaces";
import { TRAFFIC_CONTROLLER } from "../../components/traffic/controller/names";
import { sendSignal } from "../../sandbox/processes/signal";
import type { Scene } from "../scene";
import { containerProcesses } from "../../sandbox/live/pods/container-processes";
import { podUids } from "../../sandbox/live/region-pods";

/**
 * Kills the containers of all traffic controllers, which are started again after a second. By that they
 * forget which regions have failed and how often, or the time that a region has to be well would double
 * from one drill to the next. For 30 s after it they make no gradual shift.
 *
 * @returns how many pods it was.
 */
export async function restartControllers({
  layout: { directory },
  regions,
}: Pick<Scene, "layout" | "regions">): Promise<number> {
  const kind = { namespace: namespaces.global, app: TRAFFIC_CONTROLLER };
  const pods = await Promise.all(regions.map((region) => podUids({ directory, region }, kind)));
  const uids = new Set(pods.flat());
  for (const { pid, uid } of await containerProcesses()) {
    if (uids.has(uid)) sendSignal(pid, "SIGKILL");
  }
  return uids.size;
}
