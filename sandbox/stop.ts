import { rm } from "node:fs/promises";
import { resetControlPlanes, stopControlPlanes } from "./cluster/control-planes";
import type { SandboxLayout } from "./layout";
import { stopLive } from "./live/down";
import { endEngines } from "./stacks/engine";

/**
 * Ends all that runs of a sandbox, whoever started it and whatever of it has died. What it keeps
 * stays for the next `up`.
 *
 * @returns names of the regions that it holds.
 * @throws ProcessError if something does not end, or somebody starts or stops it just now.
 */
export async function stopSandbox(layout: SandboxLayout): Promise<string[]> {
  await endEngines(layout);
  await stopLive(layout.directory);
  return Object.keys(await stopControlPlanes(layout.directory));
}

/** Ends all that runs of a sandbox, and deletes its folder. @throws as {@link stopSandbox} does. */
export async function deleteSandbox(layout: SandboxLayout): Promise<void> {
  await endEngines(layout);
  await stopLive(layout.directory);
  await resetControlPlanes(layout.directory);
  await rm(layout.directory, { recursive: true, force: true });
}
