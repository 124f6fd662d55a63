import { Command, InvalidArgumentError } from "commander";
import { runCommandLine } from "../cli/command-line";
import { readProject } from "../config/files";
import { type Topology, topologyWarnings } from "../config/topology";
import { captureAll } from "../render/capture";
import { DEFAULT_PORT_BASE } from "../sandbox/cluster/control-planes";
import { interruptSignal } from "../sandbox/interruption";
import { repositoryRoot, sandboxDirectory, sandboxLayout } from "../sandbox/layout";
import { readMachine, whyNotLive } from "../sandbox/live/machine";
import { LIVE_GROUPS } from "../sandbox/live/up";
import { describeSandbox, table } from "../sandbox/report";
import { renderProgress, type ToolchainEvent } from "../sandbox/toolchain/progress";
import { ensureToolchain } from "../sandbox/toolchain/toolchain";
import { up } from "../sandbox/up";
import { LEAST_SECONDS } from "./live/course";
import { livePart } from "./live/live-part";
import { castOf } from "./live/regions";
import { showLostRegion } from "./lost-region";
import { planHead, planRow } from "./plan";

/** How long the live part lasts unless everything is as before by then, s. */
const SHOW_SECONDS = 360;

/** Users' requests a second; two cores carry them beside two regions. */
const RATE = 50;

interface Options {
  readonly dir: string;
  readonly live: boolean;
  readonly regions?: readonly string[];
  readonly rate: number;
  readonly seconds: number;
  readonly port?: number;
  readonly open: boolean;
}

const demo = new Command("demo")
  .description(
    "Show what every region will get and, in virtual time, how the loss of one is led around; then " +
      "bring all of them up on this machine. The first time, " +
      "the tools that are missing are built; Ctrl-C at any moment, and the next start goes on.",
  )
  .option("--dir <folder>", "where the sandbox keeps its files", sandboxDirectory)
  .option(
    "--live",
    "instead of all regions, bring two up whose pods run, send requests, and kill eu-west-1; exits " +
      "with 1 if a request that may be repeated failed.",
    false,
  )
  .option("--no-live", "as if --live were not given")
  .option("--regions <names>", "with --live: those to bring up, separated by commas", (text) =>
    text.split(","),
  )
  .option("--rate <n>", "with --live: requests a second", positive, RATE)
  .option("--seconds <n>", "with --live: how long it lasts at most", showLength, SHOW_SECONDS)
  .option("--port <n>", "with --live: of the page on the loopback; left out: a free one", positive)
  .option("--open", "with --live: open the page in a browser", false)
  .action(async (options: Options) => {
    const signal = interruptSignal();
    const layout = sandboxLayout(options.dir);
    const { topology: shipped } = readProject(repositoryRoot);
    const cast = castOf(shipped, options.regions);
    const obstacles = options.live
      ? whyNotLive(await readMachine(layout.directory, cast.regions.length), cast.regions)
      : [];
    const isLive = options.live && obstacles.length === 0;

    // The build begins at once, but what it says waits until the plan stands.
    const heldBack: ToolchainEvent[] = [];
    let show = (event: ToolchainEvent): void => void heldBack.push(event);
    const toolchain = ensureToolchain(["cluster", "pulumi", ...(isLive ? LIVE_GROUPS : [])], {
      signal,
      onProgress: (event) => {
        show(event);
      },
    });
    // A failure is told below, once the plan has been shown.
    toolchain.catch(() => undefined);

    const topology = await showPlan();
    await showLostRegion(topology, console.log, {
      isWatched: process.stdout.isTTY && process.env["CI"] === undefined,
      signal,
    });

    const progress = renderProgress(process.stdout);
    heldBack.slice(-1).forEach(progress.show);
    show = progress.show;
    const tools = await toolchain.finally(progress.close);
    const own = { ...options, layout, toolchain: tools, signal, report: console.log };

    console.log("\nNow for real: an API server, controllers and a scheduler for each region.\n");
    if (isLive) {
      console.log(`${cast.regions.join(" and ")} with pods that run; this takes some minutes.\n`);
      const { lostRepeatable } = await livePart({ ...own, ...cast, output: process.stdout });
      if (lostRepeatable > 0) process.exitCode ??= 1;
      return;
    }
    const regions = await up({
      layout,
      toolchain: tools,
      portBase: DEFAULT_PORT_BASE,
      signal,
      report: console.log,
    });
    console.log(describeSandbox(regions).join("\n"));
    if (obstacles.length > 0) {
      console.log(["", "The live part is left out here:", ...obstacles].join("\n"));
    }
  });

function positive(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("A whole number above 0 is wanted.");
}

function showLength(text: string): number {
  const seconds = positive(text);
  if (seconds >= LEAST_SECONDS) return seconds;
  throw new InvalidArgumentError(`The show takes at least ${LEAST_SECONDS} s.`);
}

/** Every region as its program makes it, without engine or cluster: seconds, not minutes. */
async function showPlan(): Promise<Topology> {
  const project = readProject(repositoryRoot);
  console.log(`Nephoran in ${project.stacks.length} regions. What each of them will get:\n`);
  const captures = await captureAll(project);
  console.log(table([planHead, ...captures.map(planRow)]).join("\n"));
  for (const warning of topologyWarnings(project.topology)) console.log(`\nNote: ${warning}`);
  console.log(
    "\nAll of it as YAML: npm run render. The rules it was held against: npm run policy.\n",
  );
  return project.topology;
}

void runCommandLine(demo);
