import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { withLock } from "../processes/lock";
import { assertPresent, type ControlPlaneBinaries } from "./binaries";
import { forEachBounded } from "./bounded";
import type { Component, LaunchContext } from "./component";
import { addToKubeconfig, removeFromKubeconfig } from "./kubeconfig";
import { planRegions, type RegionPlan, type RegionSpec } from "./region-plan";
import { readRegions, writeRegion } from "./region-state";
import { assertPortsFree, type StartProgress, startRegion } from "./start-region";
import { kubeconfigFile, lockFile, regionFiles, regionsFolder } from "./state-files";
import { stopComponents, type StoppedComponents } from "./stop-region";

export type { ControlPlaneBinaries } from "./binaries";
export { DEFAULT_PORT_BASE } from "./ports";
export type { RegionSpec } from "./region-plan";
export type { StartProgress } from "./start-region";

/** The namespace of a region's context: commands without `-n` find Nephoran's objects. */
const CONTEXT_NAMESPACE = "nephoran-system";

/** What the holder of the lock does, for whoever finds it held. */
const LOCK_PURPOSE = "starting or stopping this sandbox";

/** Regions that start at the same time; more of them only wait for the same cores. */
const DEFAULT_CONCURRENCY = 4;

/**
 * What a component may take to end when a start is given up, in ms: short, since somebody waits for
 * their prompt, and kube-apiserver can take half a minute to end while it is still starting.
 */
const GIVE_UP_GRACE_MS = 1_000;

export interface StartOptions {
  /** State folder; created where missing, and closed to other users below. */
  readonly directory: string;
  /** First port; each region takes the next ten. */
  readonly portBase: number;
  /** Ends the start; what this call launched is stopped again. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: StartProgress) => void;
  /** Records every write of each API server in the region's `audit.log`. Default: false. */
  readonly auditLog?: boolean;
  /** Has each API server reach Services and pods in its region's network. Default: false. */
  readonly live?: boolean;
  /**
   * Matches the images that a pod runner runs (RE2). Pods that have no other are left to it, and it is
   * every node's kubelet. Default: KWOK plays all pods.
   */
  readonly realImages?: string;
  /** Regions at a time. Default: 4. */
  readonly concurrency?: number;
}

/** A region that answers and takes pods. */
export interface RunningControlPlane {
  readonly region: string;
  readonly server: string;
  /** Context in the kubeconfig: the region's name. */
  readonly context: string;
  /** Path of the one kubeconfig of all regions. */
  readonly kubeconfig: string;
  /** Path of the audit log, which exists if it was asked for. */
  readonly auditLog: string;
}

/**
 * Brings up a control plane for each region. What runs with the same arguments and answers is left
 * alone; what does not is started again. Either all of the regions are up at the end, or what this
 * call launched is stopped again.
 *
 * @throws ClusterError, ProcessError, or the signal's reason.
 */
export async function startControlPlanes(
  specs: readonly RegionSpec[],
  binaries: ControlPlaneBinaries,
  options: StartOptions,
): Promise<RunningControlPlane[]> {
  const directory = resolve(options.directory);
  return await withLock(lockFile(directory), LOCK_PURPOSE, async () => {
    await assertPresent(binaries);
    const plans = planRegions(specs, await readRegions(directory), options.portBase);
    const contexts = plans.map((plan) => launchContext(directory, plan, binaries, options));
    for (const context of contexts) await assertPortsFree(context);
    options.signal.throwIfAborted();
    return await startAll(directory, contexts, options);
  });
}

/** Ends every region that was started here. Data stay: starting again goes on where it ended. */
export async function stopControlPlanes(
  directory: string,
): Promise<Record<string, StoppedComponents>> {
  const folder = resolve(directory);
  return await withLock(lockFile(folder), LOCK_PURPOSE, () => stopAll(folder));
}

/** Ends every region and deletes all that it kept, its storage and its kubeconfig contexts too. */
export async function resetControlPlanes(directory: string): Promise<void> {
  const folder = resolve(directory);
  await withLock(lockFile(folder), LOCK_PURPOSE, async () => {
    const regions = Object.keys(await stopAll(folder));
    await removeFromKubeconfig(kubeconfigFile(folder), regions);
    await rm(regionsFolder(folder), { recursive: true, force: true });
  });
}

function launchContext(
  directory: string,
  plan: RegionPlan,
  binaries: ControlPlaneBinaries,
  { auditLog = false, live = false, realImages }: StartOptions,
): LaunchContext {
  const files = regionFiles(directory, plan.name);
  return { plan, binaries, auditLog, live, files, ...(realImages !== undefined && { realImages }) };
}

async function startAll(
  directory: string,
  contexts: readonly LaunchContext[],
  { signal, onProgress, concurrency = DEFAULT_CONCURRENCY }: StartOptions,
): Promise<RunningControlPlane[]> {
  const launched = new Map<string, Component[]>();
  const onLaunch = (folder: string, component: Component) => {
    launched.set(folder, [...(launched.get(folder) ?? []), component]);
  };
  const kubeconfig = kubeconfigFile(directory);
  try {
    for (const { plan } of contexts) await writeRegion(directory, plan);
    const regions = await forEachBounded(contexts, concurrency, signal, (context, either) =>
      startRegion(context, { signal: either, onProgress, onLaunch }),
    );
    await addToKubeconfig(
      kubeconfig,
      regions.map((access) => ({
        ...access,
        name: access.region,
        namespace: CONTEXT_NAMESPACE,
      })),
    );
    return regions.map(({ region, server }) => ({
      region,
      server,
      context: region,
      kubeconfig,
      auditLog: regionFiles(directory, region).auditLog,
    }));
  } catch (error) {
    await Promise.all(
      [...launched].map(([folder, components]) =>
        stopComponents(folder, components, GIVE_UP_GRACE_MS),
      ),
    );
    throw error;
  }
}

async function stopAll(directory: string): Promise<Record<string, StoppedComponents>> {
  const regions = await readRegions(directory);
  const stopped = regions.map(async ({ name }) => {
    const outcomes = await stopComponents(regionFiles(directory, name).processes);
    return [name, outcomes] as const;
  });
  return Object.fromEntries(await Promise.all(stopped));
}
