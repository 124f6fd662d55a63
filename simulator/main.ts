import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { runCommandLine } from "../cli/command-line";
import { readProject } from "../config/files";
import { repositoryRoot } from "../sandbox/layout";
import { campaign } from "./campaign/campaign";
import { playWorld } from "./campaign/play";
import { summaryLines, violationLines } from "./report";
import { parseScenario, playScenario } from "./scenario";
import { timeline } from "./timeline";

interface Options {
  readonly seed: number;
  readonly ticks: number;
  readonly workers: number;
  readonly world?: number;
  readonly scenario?: string;
  readonly json?: true;
}

/** Ticks between two lines of progress. */
const PROGRESS_TICKS = 100_000;

const command = new Command("simulate")
  .description(
    "Let the controllers of all regions run in virtual time, in worlds where clocks, Prometheus, API " +
      "servers, links and processes fail at random, and hold every tick against all invariants.",
  )
  .option("--seed <number>", "of all that is random; the same seed plays the same worlds", whole, 1)
  .option("--ticks <count>", "ticks of controllers to play, at least", whole, 1_000_000)
  .option("--workers <count>", "threads that play worlds", whole, 2)
  .option("--world <number>", "play this world of the seed alone, and tell what happens", whole)
  .option("--scenario <file>", "play what a file describes, and tell what happens")
  .option("--json", "the summary as one JSON object")
  .action(async (options: Options) => {
    const { topology } = readProject(repositoryRoot);
    if (options.scenario !== undefined) playFile(options.scenario, topology);
    else if (options.world !== undefined) replay(options.seed, options.world, topology);
    else await run(options, topology);
  });

type Topology = ReturnType<typeof readProject>["topology"];

async function run({ seed, ticks, workers, json }: Options, topology: Topology): Promise<void> {
  let told = 0;
  const progress = (done: number): void => {
    if (done - told < PROGRESS_TICKS) return;
    told = done;
    console.error(`${done.toLocaleString("en-US")} ticks`);
  };
  const summary = await campaign({
    seed,
    ticks,
    workers: Math.max(1, workers),
    topology,
    progress,
  });
  console.log(json ? JSON.stringify(summary) : summaryLines(summary).join("\n"));
  if (summary.violation !== undefined) process.exitCode = 1;
}

function replay(seed: number, world: number, topology: Topology): void {
  console.log(`World ${world} of seed ${seed}, in virtual time:\n`);
  const { ticks, violation } = playWorld(seed, world, topology, {
    onlooker: (it) => timeline(it, console.log),
  });
  console.log(`\n${ticks} ticks of controllers.`);
  if (violation === undefined) console.log("No violation.");
  else {
    console.log(violationLines(seed, violation).join("\n"));
    process.exitCode = 1;
  }
}

function playFile(file: string, topology: Topology): void {
  const scenario = parseScenario(readFileSync(file, "utf8"), file, topology);
  console.log(`${scenario.about}\nIn virtual time:\n`);
  const { ticks, writes, violation } = playScenario(scenario, topology, console.log);
  console.log(`\n${ticks} ticks of controllers, ${writes} writes.`);
  if (violation !== undefined) {
    console.log(`Violated: ${violation.invariant}. ${violation.sentence}\n  ${violation.what}.`);
    process.exitCode = 1;
  }
}

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("A whole number from 0 on is wanted.");
  return Number(text);
}

void runCommandLine(command);
