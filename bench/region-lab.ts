import { join } from "node:path";
import { controlPlaneBinaries } from "../sandbox/cluster/binaries";
import { startControlPlanes } from "../sandbox/cluster/control-planes";
import type { SandboxLayout } from "../sandbox/layout";
import type { Engine } from "../sandbox/stacks/engine";
import { requireToolchain, type Toolchain } from "../sandbox/toolchain/toolchain";
import { chosenRegions, prepareStacks } from "../sandbox/up";
import type { BenchOptions } from "./bench";

/** A stack of which nothing is deployed, and the engine that works on it. */
export interface EmptyStack {
  readonly engine: Engine;
  readonly name: string;
  /** Folder of the project, as the engine sees it. */
  readonly folder: string;
}

/** One region's cluster with nothing of ours in it, and what deploys to it. */
export interface RegionLab {
  /** Name of the region and of its kubeconfig context. */
  readonly region: string;
  /** The region's own. */
  readonly stack: EmptyStack;
  readonly layout: SandboxLayout;
  /** Folder with Istio's charts. */
  readonly charts: string;
  readonly toolchain: Toolchain;
  /** Variables for `kubectl` and `pulumi`. */
  readonly environment: NodeJS.ProcessEnv;
}

/** The primary: no region has more in it. */
const REGION = "us-east-1";

/** Out of the way of a sandbox and of the engine tests. */
const PORT_BASE = 29_400;

/**
 * Brings up one control plane and an empty stack.
 *
 * @throws ToolchainError if a tool is missing, ClusterError, ProcessError, OperatorError, or the
 * signal's reason.
 */
export async function startRegionLab(
  layout: SandboxLayout,
  { signal, report }: BenchOptions,
): Promise<RegionLab> {
  const toolchain = await requireToolchain(["cluster", "pulumi"], { signal });
  const regions = chosenRegions([REGION]);
  await startControlPlanes(regions, controlPlaneBinaries(toolchain), {
    directory: layout.directory,
    portBase: PORT_BASE,
    signal,
    onProgress: (progress) => {
      if (progress.kind !== "region") return;
      report(`${progress.region}: control plane ready in ${progress.seconds.toFixed(1)} s`);
    },
  });
  const engine = await prepareStacks({ layout, toolchain, signal }, regions);
  return {
    region: REGION,
    stack: { engine, name: REGION, folder: layout.project },
    layout,
    charts: join(toolchain.assets, "istio-charts"),
    toolchain,
    environment: {
      ...engine.environment,
      // Else kubectl keeps what it knows of this cluster in the user's home.
      KUBECACHEDIR: join(layout.directory, "kubectl-cache"),
    },
  };
}
