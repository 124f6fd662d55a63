import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { runCommandLine } from "../../cli/command-line";
import { wholeNumber } from "../../cli/whole-number";
import { interruptSignal } from "../../sandbox/interruption";
import { sandboxDirectory, sandboxLayout } from "../../sandbox/layout";
import { RegionsLab } from "./lab";
import { randomFrom } from "./random";
import { type Blow, disturbed, randomBlows, undisturbed } from "./round";

interface Options {
  readonly count: number;
  readonly seed: number;
  readonly checkpoints?: true;
  readonly dir: string;
  readonly portBase: number;
}

const campaign = new Command("interrupt")
  .description(
    "Interrupt `nephoran deploy all` of two regions at random moments, run it again, and hold what is " +
      "there against an undisturbed deployment: objects, states, locks, processes.",
  )
  .option("--count <rounds>", "rounds", wholeNumber, 20)
  .option("--seed <number>", "what the moments follow from", wholeNumber, 1)
  .option("--checkpoints", "let the engine write its state after every step: much slower")
  .option(
    "--dir <folder>",
    "where the clusters keep their files",
    join(sandboxDirectory, "interrupt"),
  )
  .option("--port-base <port>", "first port; each region takes ten", wholeNumber, 29_600)
  .action(async ({ count, seed, checkpoints, dir, portBase }: Options) => {
    const signal = interruptSignal();
    const layout = sandboxLayout(dir);
    const lab = await RegionsLab.prepare({
      layout,
      portBase,
      checkpoints: checkpoints === true,
      signal,
    });
    try {
      const expected = await undisturbed(await lab.fresh());
      console.log(
        `undisturbed: ${expected.things.length} things in ${expected.seconds.toFixed(0)} s`,
      );

      const random = randomFrom(seed);
      let bad = 0;
      for (let round = 1; round <= count; round += 1) {
        signal.throwIfAborted();
        const blows = randomBlows(random, expected.seconds);
        const faults = await disturbed(await lab.fresh(), blows, expected);
        if (faults.length > 0) bad += 1;
        const result = faults.length === 0 ? "converged" : `${faults.length} faults`;
        console.log(`round ${round}: ${blows.map(describe).join(", ")}: ${result}`);
        for (const fault of faults) console.log(`  ${fault}`);
      }
      console.log(`${count - bad} of ${count} rounds converged`);
      if (bad > 0) process.exitCode = 1;
    } finally {
      await lab.close();
    }
    await rm(layout.directory, { recursive: true, force: true });
  });

const describe = ({ afterSeconds, how }: Blow): string =>
  `${how} after ${afterSeconds.toFixed(1)} s`;

void runCommandLine(campaign);
