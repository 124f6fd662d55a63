import { readProject } from "../config/files";
import { OperatorError } from "../config/operator-error";
import type { Topology } from "../config/topology";
import type { ApiAccess } from "../sandbox/cluster/api-client";
import type { SandboxLayout } from "../sandbox/layout";
import { liveFolder } from "../sandbox/live/files";
import { attachNetwork, type LiveNetwork } from "../sandbox/live/network/network";
import { regionAccess, startedRegion } from "../sandbox/live/region-access";
import { isLiveUp, liveStatus } from "../sandbox/live/status";
import { LIVE_GROUPS, liveDepth } from "../sandbox/live/up";
import { sandboxEnvironment } from "../sandbox/stacks/engine";
import { requireToolchain, type Toolchain } from "../sandbox/toolchain/toolchain";
import { up } from "../sandbox/up";
import type { BenchOptions } from "./bench";

/** Two regions whose pods run, seen from one of them. */
export interface LiveLab {
  /** Name of the region and of its kubeconfig context. */
  readonly region: string;
  readonly topology: Topology;
  readonly access: ApiAccess;
  readonly network: LiveNetwork;
  readonly toolchain: Toolchain;
  /** Variables for `kubectl` and `pulumi`. */
  readonly environment: NodeJS.ProcessEnv;
}

/** The primary first, which is looked at. */
const REGIONS = ["us-east-1", "eu-west-1"];

/** Out of the way of a sandbox, of the tests, and of the other benchmarks' region. */
const PORT_BASE = 29_420;

/**
 * Brings up two regions at the live depth, with everything deployed.
 *
 * @throws ToolchainError if a tool is missing, NetworkError, ClusterError, ProcessError,
 * OperatorError, or the signal's reason.
 */
export async function startLiveLab(
  layout: SandboxLayout,
  { signal, report }: BenchOptions,
): Promise<LiveLab> {
  const toolchain = await requireToolchain(["cluster", "pulumi", ...LIVE_GROUPS], { signal });
  const options = { layout, toolchain, portBase: PORT_BASE, regions: REGIONS, signal, report };
  await up({ ...options, depth: await liveDepth(options) });
  return await labIn(layout, toolchain);
}

/**
 * A sandbox that runs already, and that somebody else will end.
 *
 * @throws OperatorError if it is not at the live depth, or not all of it is available.
 */
export async function runningLiveLab(
  layout: SandboxLayout,
  { signal }: BenchOptions,
): Promise<LiveLab> {
  const regions = await liveStatus(layout.directory);
  if (regions.length === 0 || !regions.every(isLiveUp)) {
    throw new OperatorError(
      `No sandbox whose pods all run is in ${layout.directory}: run \`npm run sandbox -- up --live\` ` +
        "with this --dir first, or leave --dir out.",
    );
  }
  return await labIn(layout, await requireToolchain(["cluster", "pulumi"], { signal }));
}

async function labIn(layout: SandboxLayout, toolchain: Toolchain): Promise<LiveLab> {
  const [region = ""] = REGIONS;
  return {
    region,
    topology: readProject(layout.project).topology,
    access: await regionAccess(await startedRegion(layout.directory, region)),
    network: await attachNetwork(liveFolder(layout.directory)),
    toolchain,
    environment: sandboxEnvironment(layout, toolchain, process.env),
  };
}
