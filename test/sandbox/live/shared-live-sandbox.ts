import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { repositoryRoot, sandboxLayout } from "../../../sandbox/layout";
import { whyNoNetwork } from "../../../sandbox/live/network/availability";
import { LIVE_GROUPS, liveDepth } from "../../../sandbox/live/up";
import { sandboxEnvironment } from "../../../sandbox/stacks/engine";
import { deleteSandbox } from "../../../sandbox/stop";
import { requireToolchain, type Toolchain } from "../../../sandbox/toolchain/toolchain";
import { type RunningRegion, up, type UpOptions } from "../../../sandbox/up";

/** Regions that really run. */
export const REGIONS = ["us-east-1", "eu-west-1"] as const;

/** Apart from the user's own sandbox, which may be running. */
export const layout = sandboxLayout(join(repositoryRoot, ".sandbox", "live-test"));
const PORT_BASE = 28_500;

/** How long the first test may wait for it, ms: two regions in two passes, on a busy machine. */
export const UP_TIMEOUT_MS = 1_200_000;

/** Two regions at the live depth. */
export interface SharedLiveSandbox {
  readonly toolchain: Toolchain;
  readonly regions: readonly RunningRegion[];
  /** Variables for `kubectl`, `pulumi` and `nephoran`. */
  readonly environment: NodeJS.ProcessEnv;
}

let shared: Promise<SharedLiveSandbox> | undefined;

/** The first caller waits for it; it is deleted after the last test. */
export function sharedLiveSandbox(): Promise<SharedLiveSandbox> {
  shared ??= bringUp();
  return shared;
}

/** What it is brought up with, and again after something of it has died. */
export const upOptions = (toolchain: Toolchain): UpOptions => ({
  layout,
  toolchain,
  portBase: PORT_BASE,
  regions: REGIONS,
  signal: new AbortController().signal,
  report: () => undefined,
});

async function bringUp(): Promise<SharedLiveSandbox> {
  await deleteSandbox(layout);
  const toolchain = await requireToolchain(["cluster", "pulumi", ...LIVE_GROUPS]);
  const options = upOptions(toolchain);
  const regions = await up({ ...options, depth: await liveDepth(options) });
  return { toolchain, regions, environment: sandboxEnvironment(layout, toolchain, process.env) };
}

/** Runs a command with the sandbox's tools; returns its standard output. */
export async function run(
  command: string,
  args: readonly string[],
  { environment }: Pick<SharedLiveSandbox, "environment">,
): Promise<string> {
  const child = spawn(command, args, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  const [output, errors]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  const [code] = (await once(child, "close")) as [number | null];
  const text = Buffer.concat(output).toString("utf8");
  if (code === 0) return text;
  throw new Error(`${command} ${args.join(" ")}: ${text}${Buffer.concat(errors).toString("utf8")}`);
}

after(async function () {
  this.timeout(120_000);
  if (shared !== undefined) await deleteSandbox(layout);
});

const why = whyNoNetwork();

/** Tests on the shared sandbox; where pods cannot have networks, they are skipped, and say why. */
export function describeLive(title: string, tests: (this: Mocha.Suite) => void): void {
  if (why === undefined) describe(title, tests);
  else describe.skip(`${title} (skipped: ${why})`, tests);
}
