import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { recordDrillFigures } from "../bench/figures-page";
import { thisMachine } from "../bench/machine";
import { runCommandLine } from "../cli/command-line";
import { wholeNumber } from "../cli/whole-number";
import { readProject } from "../config/files";
import { interruptSignal } from "../sandbox/interruption";
import { repositoryRoot, sandboxDirectory, sandboxLayout } from "../sandbox/layout";
import { LIVE_GROUPS } from "../sandbox/live/up";
import { renderProgress } from "../sandbox/toolchain/progress";
import { ensureToolchain } from "../sandbox/toolchain/toolchain";
import { chosenRegions } from "../sandbox/up";
import { isMet, playDrill, type RoundResult } from "./drill";
import { dryRunLines } from "./dry-run";
import { type RoundKind, roundKinds } from "./exercise";
import type { Layer } from "./expectations";
import { drillFigures } from "./figures";

import { EVERY_MODE, parseModes, plannedRounds } from "./plan";
import { reportLines, resultLine } from "./report";
import { withSandbox } from "./sandbox";
import { loadRate, sandboxStage } from "./sandbox-stage";

interface Options {
  readonly mode: readonly RoundKind[];
  readonly count: number;
  readonly seed: number;
  readonly regions: readonly string[];
  readonly rate: number;
  readonly without?: Layer;
  readonly hold?: number;
  readonly dir: string;
  readonly portBase: number;
  readonly json: boolean;
  readonly write: boolean;
  readonly keep: boolean;
  readonly dryRun: boolean;
}

/** The primary, and a region with a residency zone: what differs most. */
const REGIONS = ["us-east-1", "eu-west-1"];

/** Requests a second. */
const RATE = 100;

/** Apart from the ports of other sandboxes. */
const PORT_BASE = 29_700;

const drill = new Command("drill")
  .description(
    "Break regions of a sandbox whose pods run, under load, in every way that a region can fail, and " +
      "hold what is measured against what is promised. Progress goes to stderr. Exits with 1 if " +
      "anything was missed. Ctrl-C puts right what is broken, then ends.",
  )
  .option(
    "--mode <names>",
    `modes, separated by commas, or ${EVERY_MODE}: all but the last three`,
    parseModes,
    [...parseModes(EVERY_MODE)],
  )
  .option("--count <rounds>", "rounds of each mode", positive, 1)
  .option("--seed <number>", "what moments and victims follow from", wholeNumber, 1)
  .option("--regions <names>", "those that run, separated by commas", names, REGIONS)
  .option("--rate <n>", "requests a second, by users near all regions", positive, RATE)
  .addOption(
    new Option("--without <layer>", "leave a layer out, to see the other alone").choices([
      "controller",
      "fallback",
    ] satisfies Layer[]),
  )
  .option("--dir <folder>", "the sandbox's folder", join(sandboxDirectory, "drill"))
  .option("--port-base <port>", "its first port; each region takes ten", positive, PORT_BASE)
  .option("--json", "the results as one JSON document", false)
  .option("--write", "also record the figures, and this machine, in docs/figures", false)
  .option("--hold <seconds>", "how long it stays broken; left out: by the mode", positive)
  .option("--keep", "leave the sandbox running", false)
  .option("--dry-run", "say what would be done and what would be expected, and do nothing", false)
  .addHelpText(
    "after",
    `\nModes:\n${Object.entries(roundKinds)
      .map(([name, about]) => `  ${name.padEnd(18)} ${about}`)
      .join("\n")}`,
  )
  .action(run);

async function run(options: Options): Promise<void> {
  const { mode, count, seed, rate, without, json } = options;
  const { topology } = readProject(repositoryRoot);
  const regions = chosenRegions(options.regions).map(({ name }) => name);
  const rounds = plannedRounds({
    ...{ modes: mode, count, seed, regions },
    primary: topology.regions.find(({ role }) => role === "primary")?.name ?? "",
  });
  if (options.dryRun) {
    const load = loadRate({ regions, rate }, topology);
    console.log(dryRunLines({ rounds, rate, load, without }).join("\n"));
    return;
  }
  const signal = interruptSignal();
  const progress = renderProgress(process.stderr);
  const toolchain = await ensureToolchain(["cluster", "pulumi", ...LIVE_GROUPS], {
    signal,
    onProgress: progress.show,
  }).finally(progress.close);
  const sandbox = {
    ...{ layout: sandboxLayout(options.dir), toolchain, regions, rate, signal },
    ...(without && { without }),
  };
  const startedAt = Date.now();
  const report = (line: string): void => {
    const seconds = ((Date.now() - startedAt) / 1_000).toFixed(0).padStart(5);
    console.error(`${seconds} s  ${line}`);
  };
  const results: RoundResult[] = [];
  try {
    await withSandbox({ ...sandbox, ...options, regions, report }, async () => {
      await playDrill({
        ...(await sandboxStage(sandbox)),
        ...{ rounds, regions, report, signal },
        ...(without && { without }),
        ...(options.hold !== undefined && { times: { holdMs: options.hold * 1_000 } }),
        onResult: (result) => {
          results.push(result);
          report(resultLine(result));
        },
      });
    });
  } finally {
    // What was found before an interruption is not lost.
    if (json) console.log(JSON.stringify({ seed, rate, regions, without, results }, null, 2));
    else if (results.length > 0) console.log(["", ...reportLines(results)].join("\n"));
  }
  if (options.write && without === undefined) {
    const figures = drillFigures(results, { date: new Date(), machine: await thisMachine() });
    report(`Written to ${await recordDrillFigures(figures)}`);
  }
  if (!results.every(isMet)) process.exitCode ??= 1;
}

function names(text: string): string[] {
  return text.split(",");
}

function positive(text: string): number {
  const number = wholeNumber(text);
  if (number > 0) return number;
  throw new InvalidArgumentError("A whole number from 1 on is wanted.");
}

void runCommandLine(drill);
