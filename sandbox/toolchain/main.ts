import { join } from "node:path";
import { Argument, Command } from "commander";
import { runCommandLine } from "../../cli/command-line";
import { interruptSignal } from "../interruption";
import { cacheFolders, removeFolder } from "./cache";
import { tryToClaim } from "./claim";
import { readEnvironment } from "./environment";
import { ToolchainError } from "./failure";
import { durationText, renderProgress } from "./progress";
import { bytesText } from "./resources";
import { type ToolGroup, toolGroups } from "./tool";
import { listLines } from "./tool-list";
import { ensureToolchain, findToolchain } from "./toolchain";

const groupsArgument = () =>
  new Argument("[groups...]", "which tools; all of them by default").choices(toolGroups);

const chosen = (groups: readonly ToolGroup[]): readonly ToolGroup[] =>
  groups.length > 0 ? groups : toolGroups;

const environment = readEnvironment();
const signal = interruptSignal();

const program = new Command("toolchain")
  .description(
    "The programs that the sandbox and its checks run: found on this machine, or made on it.",
  )
  .addHelpText("after", `\nThe cache is ${environment.cache}; NEPHORAN_CACHE names another one.`);

program
  .command("list")
  .description("Show where each tool was found, or that it is missing. Makes nothing.")
  .addArgument(groupsArgument())
  .option("--json", "as one JSON document")
  .action(async (groups: ToolGroup[], options: { json?: true }) => {
    const { survey, cost } = await findToolchain(chosen(groups), { environment, signal });
    console.log(
      options.json
        ? JSON.stringify(
            { tools: survey.locations, missingAssets: survey.missingAssets, cost },
            null,
            2,
          )
        : listLines(survey, cost).join("\n"),
    );
  });

program
  .command("build")
  .description("Make what is missing: build it with Go, or install it with Python.")
  .addArgument(groupsArgument())
  .action(async (groups: ToolGroup[]) => {
    const progress = renderProgress(process.stderr);
    const started = Date.now();
    const toolchain = await ensureToolchain(chosen(groups), {
      environment,
      signal,
      onProgress: progress.show,
    }).finally(progress.close);
    console.log(`Ready after ${durationText(Date.now() - started)}, for your PATH:`);
    console.log(toolchain.searchPath);
  });

program
  .command("clean")
  .description("Delete everything that was made.")
  .option("--partial", "only what an interrupted build left")
  .action(async (options: { partial?: true }) => {
    const { toolchain, scratch } = cacheFolders(environment);
    const claim = await tryToClaim(join(toolchain, "builders"));
    if (!("release" in claim)) {
      throw new ToolchainError(
        "busy",
        `Nothing was deleted: process ${claim.pid} is building the toolchain. Wait until it is done, or stop it.`,
      );
    }
    try {
      let bytes = await removeFolder(scratch);
      if (!options.partial) bytes += await removeFolder(toolchain);
      console.log(`Freed ${bytesText(bytes)} in ${environment.cache}.`);
    } finally {
      await claim.release();
    }
  });

void runCommandLine(program);
