import { Command, InvalidArgumentError } from "commander";
import { runCommandLine } from "../cli/command-line";
import { interruptSignal } from "../sandbox/interruption";
import { withBench } from "./bench";
import { benchmarks, chosenBenchmarks, measure } from "./benchmarks";
import { recordFigures } from "./figures-page";
import type { Figure } from "./figure";
import { thisMachine } from "./machine";
import { figureLines } from "./report";

interface Options {
  readonly runs: number;
  readonly json?: true;
  readonly write?: true;
  readonly dir?: string;
}

/** Fewer say little about how far runs lie apart. */
const DEFAULT_RUNS = 5;

const command = new Command("bench")
  .description(
    "Measure what this program costs, always against something else in the same run: what is " +
      "slow here because the machine is slow makes no difference. Progress goes to stderr.",
  )
  .argument("[names...]", "benchmarks; all of them if none is named")
  .option("--runs <count>", "how often each side is measured", wholeNumber, DEFAULT_RUNS)
  .option("--json", "one JSON object a line for each figure")
  .option("--dir <folder>", "a sandbox whose pods run, for what needs one; else one is brought up")
  .option("--write", "also record the figures, and this machine, in docs/figures")
  .addHelpText(
    "after",
    `\nBenchmarks:\n${Object.entries(benchmarks)
      .map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`)
      .join("\n")}`,
  )
  .action(async (words: string[], { runs, json, write, dir }: Options) => {
    const names = chosenBenchmarks(words, (name, why) => {
      console.error(`${name} is left out: ${why}`);
    });
    const options = {
      runs,
      signal: interruptSignal(),
      report: console.error,
      ...(dir !== undefined && { liveDirectory: dir }),
    };
    const figures: Figure[] = [];
    await withBench(options, async (bench) => {
      for await (const figure of measure(names, bench)) {
        figures.push(figure);
        if (json) console.log(JSON.stringify(figure));
      }
    });
    if (!json) console.log(figureLines(figures).join("\n"));
    if (write) {
      const page = await recordFigures(figures, { machine: await thisMachine(), date: new Date() });
      console.error(`Written to ${page}`);
    }
  });

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) {
    throw new InvalidArgumentError("A whole number from 1 on is wanted.");
  }
  return Number(text);
}

void runCommandLine(command);
