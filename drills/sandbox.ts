import { existsSync } from "node:fs";
import { OperatorError } from "../config/operator-error";
import { readRegions } from "../sandbox/cluster/region-state";
import { isAnythingRunning } from "../sandbox/cluster/status";
import { readMachine, whyNotLive } from "../sandbox/live/machine";
import { isLiveUp, liveStatus } from "../sandbox/live/status";
import { liveDepth } from "../sandbox/live/up";
import { deleteSandbox, stopSandbox } from "../sandbox/stop";
import { up, type UpOptions } from "../sandbox/up";

export interface DrillSandbox extends Omit<UpOptions, "depth" | "regions"> {
  readonly regions: readonly string[];
  /** Whether it runs on afterwards, whatever was before. */
  readonly keep: boolean;
}

/**
 * Has a sandbox at the live depth while work is done, and leaves it as it was found unless it is to be
 * kept: running, stopped, or not there.
 *
 * @throws OperatorError if pods cannot run here; whatever `up` or the work throws.
 */
export async function withSandbox<Result>(
  options: DrillSandbox,
  work: () => Promise<Result>,
): Promise<Result> {
  const { layout, regions, keep, report } = options;
  const { directory } = layout;
  const found = await foundIn(directory);
  // A folder that was there may hold other things.
  const isOwnFolder = !existsSync(directory);
  const obstacles = whyNotLive(await readMachine(directory, regions.length), regions);
  if (obstacles.length > 0) throw new OperatorError(["No drill here.", ...obstacles].join("\n"));
  try {
    if (!(await isUp(directory, regions))) {
      report(
        `${regions.join(" and ")} are brought up with pods that run; this takes some minutes.`,
      );
      await up({ ...options, depth: await liveDepth(options) });
    }
    return await work();
  } finally {
    if (keep || found === "running") {
      report(`${regions.join(" and ")} run on: npm run sandbox -- down stops them.`);
    } else {
      const isDeleted = found === "absent" && isOwnFolder;
      report(`The sandbox is ${isDeleted ? "deleted" : "stopped"}.`);
      await (isDeleted ? deleteSandbox(layout) : stopSandbox(layout));
    }
  }
}

async function foundIn(directory: string): Promise<"running" | "stopped" | "absent"> {
  if (await isAnythingRunning(directory)) return "running";
  return (await readRegions(directory)).length > 0 ? "stopped" : "absent";
}

/** Whether these regions run already, with all that is in them; `up` would change nothing then. */
async function isUp(directory: string, regions: readonly string[]): Promise<boolean> {
  const status = await liveStatus(directory);
  return (
    status.length === regions.length &&
    status.every((region) => regions.includes(region.region) && isLiveUp(region))
  );
}
