import { Command } from "commander";
import { runCommandLine } from "../cli/command-line";
import { readProject } from "../config/files";
import { type Topology, topologyWarnings } from "../config/topology";
import { captureAll } from "../render/capture";
import { DEFAULT_PORT_BASE } from "../sandbox/cluster/control-planes";
import { interruptSignal } from "../sandbox/interruption";
import { repositoryRoot, sandboxDirectory, sandboxLayout } from "../sandbox/layout";
import { describeSandbox, table } from "../sandbox/report";
import { renderProgress, type ToolchainEvent } from "../sandbox/toolchain/progress";
import { ensureToolchain } from "../sandbox/toolchain/toolchain";
import { up } from "../sandbox/up";
import { showLostRegion } from "./lost-region";
import { planHead, planRow } from "./plan";

const demo = new Command("demo")
  .description(
    "Show what every region will get and, in virtual time, how the loss of one is led around; then " +
      "bring all of them up on this machine. The first time, " +
      "the tools that are missing are built; Ctrl-C at any moment, and the next start goes on.",
  )
  .option("--dir <folder>", "where the sandbox keeps its files", sandboxDirectory)
  .action(async (options: { dir: string }) => {
    const signal = interruptSignal();

    // The build begins at once, but what it says waits until the plan stands.
    const heldBack: ToolchainEvent[] = [];
    let show = (event: ToolchainEvent): void => void heldBack.push(event);
    const toolchain = ensureToolchain(["cluster", "pulumi"], {
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

    console.log("\nNow for real: an API server, controllers and a scheduler for each region.\n");
    const regions = await up({
      layout: sandboxLayout(options.dir),
      toolchain: tools,
      portBase: DEFAULT_PORT_BASE,
      signal,
      report: console.log,
    });
    console.log(describeSandbox(regions).join("\n"));
  });

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
