import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { readProject } from "../config/files";
import { OperatorError } from "../config/operator-error";
import { PROJECT } from "../config/project";
import type { Region } from "../config/topology";
import { deployStacks, type StackSummary } from "../deploy/deployment";
import { AutomationEngine } from "../deploy/engine/automation-engine";
import { ProjectStacks } from "../deploy/engine/project-stacks";
import type { DeployEvent } from "../deploy/events";
import { describeChanges } from "../deploy/run-report";
import { REGION_OUTPUT, type RegionOutputs } from "../outputs/schema";
import { controlPlaneBinaries } from "./cluster/binaries";
import { forEachBounded } from "./cluster/bounded";
import {
  type RunningControlPlane,
  startControlPlanes,
  stopControlPlanes,
} from "./cluster/control-planes";
import { isAnythingRunning } from "./cluster/status";
import { repositoryRoot, type SandboxLayout } from "./layout";
import { writePlugins } from "./toolchain/plugins";
import { issueSandboxIdentities } from "./stacks/identities";
import { Engine, sandboxEnvironment } from "./stacks/engine";
import { type ProjectChanges, writeWorkProject } from "./stacks/work-project";
import type { Toolchain } from "./toolchain/toolchain";

export interface UpOptions {
  readonly layout: SandboxLayout;
  readonly toolchain: Toolchain;
  /** First port on loopback; each region takes the next ten. */
  readonly portBase: number;
  /** Regions to bring up. @default all of the topology */
  readonly regions?: readonly string[];
  readonly signal: AbortSignal;
  /** Told, in a line, whatever has been done. */
  readonly report: (line: string) => void;
  /** What makes pods run; left out: all of them are stand-ins. */
  readonly depth?: Depth;
}

/** What a sandbox has beyond control planes and the objects in them. */
export interface Depth {
  /** What it configures otherwise. */
  readonly changes: ProjectChanges;
  /** Matches the images whose pods it runs, in the syntax of RE2. */
  readonly images: string;
  /** Makes what is needed before the first API server starts. */
  prepare(): Promise<void>;
  /** Makes regions ready for pods, once all API servers answer and before anything is deployed. */
  begin(): Promise<void>;
  /** Waits for what has been deployed to work. */
  finish(): Promise<void>;
  /** Ends all that it started. */
  end(): Promise<void>;
}

/** A region that runs, and what its stack promises. */
export interface RunningRegion {
  readonly region: Region;
  readonly server: string;
  readonly outputs: RegionOutputs;
}

/** Runs of the engine at a time; each is a Node program, a provider and the engine itself. */
const ENGINES_AT_A_TIME = 2;

/** From nothing two are needed, since in the first one nobody has an address yet. */
const PASSES_AT_MOST = 3;

/**
 * Brings up the control planes and then the stacks of the regions. Whatever runs or is deployed
 * already is left as it is. If this call is interrupted, and nothing ran before it, nothing runs
 * after it.
 *
 * @throws OperatorError, ConfigError, ClusterError, ProcessError, or the signal's reason.
 */
export async function up(options: UpOptions): Promise<RunningRegion[]> {
  const { layout, signal, report, depth } = options;
  const regions = chosenRegions(options.regions);
  await mkdir(layout.directory, { recursive: true, mode: 0o700 });

  const ranBefore = await isAnythingRunning(layout.directory);
  try {
    const controlPlanes = await startRegions(options, regions);
    const engine = await prepareStacks(options, regions);

    const { stacks } = await deployStacks([regions.map(({ name }) => name)], {
      engine: await deployEngine(layout, engine),
      parallel: ENGINES_AT_A_TIME,
      passes: PASSES_AT_MOST,
      signal,
      tell: (event) => {
        const line = lineOf(event);
        if (line !== undefined) report(line);
      },
    });
    signal.throwIfAborted();
    const failed = stacks.filter(({ result }) => result === "failed");
    if (failed.length > 0) throw new OperatorError(failed.map(failureOf).join("\n"));

    await depth?.finish();
    return await forEachBounded(regions, ENGINES_AT_A_TIME, signal, async (region, either) => ({
      region,
      server: controlPlanes.find((plane) => plane.region === region.name)?.server ?? "",
      outputs: (await engine.outputs(region.name, either))[REGION_OUTPUT] as RegionOutputs,
    }));
  } catch (error) {
    if (signal.aborted && !ranBefore) {
      await depth?.end();
      await stopControlPlanes(layout.directory);
    }
    throw error;
  }
}

/**
 * Starts whatever of these regions does not run, and makes them ready for pods. Nothing is deployed.
 *
 * @throws ClusterError, ProcessError, NetworkError, or the signal's reason.
 */
export async function startRegions(
  { layout, toolchain, portBase, signal, report, depth }: Omit<UpOptions, "regions">,
  regions: readonly Region[],
): Promise<RunningControlPlane[]> {
  await depth?.prepare();
  const controlPlanes = await startControlPlanes(regions, controlPlaneBinaries(toolchain), {
    directory: layout.directory,
    portBase,
    ...(depth && { live: true, realImages: depth.images }),
    signal,
    onProgress: (progress) => {
      if (progress.kind !== "region") return;
      report(
        `${progress.region.padEnd(16)} control plane ready in ${progress.seconds.toFixed(1)} s`,
      );
    },
  });
  await depth?.begin();
  return controlPlanes;
}

/** The engine that deploys the sandbox's stacks, as it does the operator's. */
async function deployEngine(layout: SandboxLayout, engine: Engine): Promise<AutomationEngine> {
  const { environment } = engine;
  const { project: directory, engineLogs: logs } = layout;
  const stacks = await ProjectStacks.open({ directory, name: PROJECT, environment, logs });
  return new AutomationEngine(stacks, { policyPacks: [], refresh: false });
}

function lineOf(event: DeployEvent): string | undefined {
  if (event.kind === "note") return `${event.stack.padEnd(16)} ${event.text}`;
  if (event.kind !== "ended" || event.result !== "succeeded") return undefined;
  const { stack, changes, seconds } = event;
  return `${stack.padEnd(16)} stack: ${describeChanges(changes)} in ${seconds.toFixed(1)} s`;
}

const failureOf = ({ stack, errors }: StackSummary): string =>
  `${stack} cannot be deployed:\n${errors.join("\n").replace(/^/gm, "  ")}`;

/** The engine on an up-to-date copy of the project, with the plugins that it needs on its PATH. */
export async function prepareEngine({
  layout,
  toolchain,
  depth,
}: Pick<UpOptions, "layout" | "toolchain" | "depth">): Promise<Engine> {
  await writeWorkProject(layout, join(toolchain.assets, "istio-charts"), depth?.changes);
  await writePlugins(layout.plugins, repositoryRoot);
  await mkdir(layout.temporary, { recursive: true, mode: 0o700 });
  return new Engine(layout, sandboxEnvironment(layout, toolchain, process.env));
}

/** The engine, with a stack for each region of the topology, and an identity for those of `regions`. */
export async function prepareStacks(
  options: Pick<UpOptions, "layout" | "toolchain" | "depth" | "signal">,
  regions: readonly Region[],
): Promise<Engine> {
  const { layout, signal } = options;
  const engine = await prepareEngine(options);
  const { topology } = readProject(layout.project);
  // All before any: a stack that refers to one which does not exist yet cannot even be previewed.
  await engine.init(
    topology.regions.map(({ name }) => name),
    signal,
  );
  const { environment } = engine;
  await issueSandboxIdentities(topology, regions, { layout, environment, signal });
  return engine;
}

/**
 * Regions of the shipped topology by name.
 *
 * @throws OperatorError that lists the regions there are.
 */
export function chosenRegions(names: readonly string[] | undefined): readonly Region[] {
  const { topology } = readProject(repositoryRoot);
  if (names === undefined) return topology.regions;
  return names.map((name) => {
    const region = topology.regions.find((candidate) => candidate.name === name);
    if (region !== undefined) return region;
    const known = topology.regions.map((candidate) => candidate.name).join(", ");
    throw new OperatorError(`There is no region ${name}. The topology has ${known}.`);
  });
}
