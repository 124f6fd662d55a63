import { rm } from "node:fs/promises";
import { join } from "node:path";
import { controlPlaneBinaries } from "../sandbox/cluster/binaries";
import { resetControlPlanes } from "../sandbox/cluster/control-planes";
import { repositoryRoot, sandboxLayout, type SandboxLayout } from "../sandbox/layout";
import type { Engine } from "../sandbox/stacks/engine";
import { requireToolchain, type Toolchain } from "../sandbox/toolchain/toolchain";
import { prepareEngine, type RunningRegion, up } from "../sandbox/up";

/** What the engine tests share: four regions, brought up once for all of them. */
export interface SharedSandbox {
  readonly layout: SandboxLayout;
  readonly toolchain: Toolchain;
  readonly regions: readonly RunningRegion[];
  readonly engine: Engine;
  /** Variables for `kubectl` and `pulumi`. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  /** What `up` said, in lines. */
  readonly reports: readonly string[];
}

/** Apart from the user's own sandbox, which may be running. */
const layout = sandboxLayout(join(repositoryRoot, ".sandbox", "test"));
const PORT_BASE = 28_800;

/** How long {@link sharedSandbox} may take, ms: four regions in two passes, on a busy machine. */
export const UP_TIMEOUT_MS = 600_000;

let shared: Promise<SharedSandbox> | undefined;

/** The shared sandbox; the first caller waits for it. It is deleted after the last test. */
export function sharedSandbox(): Promise<SharedSandbox> {
  shared ??= bringUp();
  return shared;
}

async function bringUp(): Promise<SharedSandbox> {
  await deleteSandbox();
  const toolchain = await requireToolchain(["cluster", "pulumi"]);
  const reports: string[] = [];
  const regions = await up({
    layout,
    toolchain,
    portBase: PORT_BASE,
    signal: new AbortController().signal,
    report: (line) => reports.push(line),
  });
  const engine = await prepareEngine({ layout, toolchain });
  return { layout, toolchain, regions, engine, environment: engine.environment, reports };
}

/** Brings a test's own control planes into reach: the same binaries, another folder. */
export async function engineBinaries() {
  return controlPlaneBinaries(await requireToolchain(["cluster"]));
}

async function deleteSandbox(): Promise<void> {
  await resetControlPlanes(layout.directory);
  await rm(layout.directory, { recursive: true, force: true });
}

after(async function () {
  this.timeout(60_000);
  if (shared !== undefined) await deleteSandbox();
});
