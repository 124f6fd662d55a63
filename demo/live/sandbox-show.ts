import { spawn } from "node:child_process";
import { readProject } from "../../config/files";
import type { SandboxLayout } from "../../sandbox/layout";
import { liveFolder } from "../../sandbox/live/files";
import { attachNetwork } from "../../sandbox/live/network/network";
import { startLoad } from "../../sandbox/live/observation/load";
import { operatorsOrder, operatorsPin } from "../../sandbox/live/observation/pin";
import { regionSources } from "../../sandbox/live/observation/region-sources";
import { killRegion, restoreRegion } from "../../sandbox/live/region-death";
import { usersLoad } from "../../sandbox/live/users";
import { sandboxEnvironment } from "../../sandbox/stacks/engine";
import type { Toolchain } from "../../sandbox/toolchain/toolchain";
import type { Figures } from "./figures";
import type { Output } from "./screen";
import { showLive } from "./show";

export interface SandboxShowOptions {
  readonly layout: SandboxLayout;
  readonly toolchain: Toolchain;
  readonly regions: readonly string[];
  readonly victim: string;
  readonly helper: string;
  /** Requests a second. */
  readonly rate: number;
  /** How long the show lasts at most, s. */
  readonly seconds: number;
  /** TCP port of the page on the loopback. @default one that is free */
  readonly port?: number;
  /** Whether a browser is opened on the page. */
  readonly open: boolean;
  readonly output: Output;
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
}

/** The load is told to end when the show is over; it does not end before, s. */
const LOAD_MARGIN_SECONDS = 600;

/**
 * The show in a sandbox whose pods run.
 *
 * @throws as `showLive` does.
 */
export async function showSandbox(options: SandboxShowOptions): Promise<Figures> {
  const { layout, toolchain, regions, rate, signal, report, open } = options;
  const seconds = options.seconds + LOAD_MARGIN_SECONDS;
  const { directory, project } = layout;
  const { topology } = readProject(project);
  const network = await attachNetwork(liveFolder(directory));
  const order = operatorsOrder(layout, sandboxEnvironment(layout, toolchain, process.env));
  return await showLive({
    ...options,
    sources: await regionSources(directory, { regions, network, topology }),
    startLoad: async () => {
      const events = ["--events", "-"];
      return startLoad(await usersLoad(layout, { rate, seconds, near: regions, more: events }));
    },
    stage: {
      ...operatorsPin(order, {
        reason: "the demo: a share to lead away",
        author: "demo",
      }),
      kill: (region) => killRegion(directory, region),
      restore: (region, bound) => restoreRegion(directory, region, toolchain, bound),
    },
    onPage: (url) => {
      report(`\nWatch it in a browser: ${url}\n`);
      if (open) openBrowser(url);
    },
    signal,
  });
}

/** Whether there is a browser is the desktop's affair; the address has been printed. */
function openBrowser(url: string): void {
  spawn("xdg-open", [url], { stdio: "ignore", detached: true })
    .on("error", () => undefined)
    .unref();
}
