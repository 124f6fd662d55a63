import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Command } from "commander";
import { runCommandLine } from "../../cli/command-line";
import { wholeNumber } from "../../cli/whole-number";
import { INTERRUPTED_EXIT_CODE } from "../../sandbox/interruption";
import { sandboxLayout } from "../../sandbox/layout";
import { killEverything, leftOf, type Place } from "./left";
import { momentsOf } from "./moments";
import { killPart, partsOf } from "./parts";
import { SandboxCommand } from "./sandbox-command";

interface Options {
  readonly dir: string;
  readonly portBase: number;
  readonly regions: string[];
  readonly moments: boolean;
  readonly parts?: string[];
}

/** How long the system may take to end what was killed, ms. */
const END_BOUND_MS = 10_000;
const POLL_MS = 100;

const campaign = new Command("crash")
  .description(
    "Interrupt and kill `sandbox up --live` at every step, kill its parts one by one and then all at " +
      "once, and see that the next `up --live` works and that `down` and `reset` leave nothing running.",
  )
  .requiredOption("--dir <folder>", "where the sandbox keeps its files; it is deleted")
  .option("--port-base <port>", "first port; each region takes ten", wholeNumber, 29_700)
  .option("--regions <names>", "separated by commas", list, ["us-east-1", "eu-west-1"])
  .option("--no-moments", "leave out the interruptions")
  .option("--parts <names>", "kill only these, separated by commas", list)
  .action(async ({ dir, portBase, regions, moments, parts }: Options) => {
    const { directory } = sandboxLayout(dir);
    const place = { directory, portBase, regions: regions.length };
    const [region = ""] = regions;
    let bad = 0;
    const tell = (what: string, faults: readonly string[]): void => {
      bad += faults.length;
      console.log(`${time()} ${what}: ${faults.length === 0 ? "holds" : "does not hold"}`);
      for (const fault of faults) console.log(`  ${fault}`);
    };
    const sandbox = (...args: string[]) => new SandboxCommand(directory, args);
    const up = () =>
      sandbox("up", "--live", "--regions", regions.join(","), "--port-base", `${portBase}`);
    const comesUp = async (): Promise<string[]> => {
      const { code, output, seconds } = await up().ended;
      if (code !== 0) return [`up --live ended with ${String(code)}: ${output}`];
      console.log(`${time()}   up --live took ${seconds.toFixed(0)} s`);
      const status = await sandbox("status").ended;
      return status.code === 0 ? [] : [`status says:\n${status.output}`];
    };

    await sandbox("reset").ended;
    for (const { name, hasCome } of moments ? momentsOf(directory, region) : []) {
      const interrupted = await up().interruptAt(hasCome, "SIGINT");
      tell(`Ctrl-C as ${name}`, [
        ...(interrupted.code === INTERRUPTED_EXIT_CODE
          ? []
          : [`it ended with ${String(interrupted.code)}: ${interrupted.output}`]),
        ...(await leftIn(place)),
      ]);
      await sandbox("reset").ended;
      await up().interruptAt(hasCome, "SIGKILL");
      await sandbox("down").ended;
      tell(`SIGKILL as ${name}, then down`, await leftIn(place));
      await sandbox("reset").ended;
    }

    await up().interruptAt((output) => Promise.resolve(/ stack: /.test(output)), "SIGKILL");
    tell("up --live after a SIGKILL amid the deployment", await comesUp());
    for (const part of partsOf(directory, region)) {
      if (parts?.includes(part.name) === false) continue;
      const killed = await killPart(part);
      const faults = killed.length === 0 ? ["it did not run"] : [];
      tell(`up --live after the death of ${part.name}`, [...faults, ...(await comesUp())]);
    }
    await killEverything(place);
    tell("up --live after the death of everything", await comesUp());

    const [holder] = partsOf(directory, region).filter(({ name }) => name === "holder");
    if (holder !== undefined) await killPart(holder);
    await sandbox("down").ended;
    tell("down after the death of holder", await leftIn(place));
    await sandbox("reset").ended;
    tell("reset", [
      ...(await leftIn(place)),
      ...(existsSync(directory) ? [`${directory} is left`] : []),
    ]);
    if (bad > 0) process.exitCode = 1;
  });

/** What is left, once the system has had its time to end what was killed. */
async function leftIn(place: Place): Promise<string[]> {
  const deadline = Date.now() + END_BOUND_MS;
  for (;;) {
    const left = await leftOf(place);
    if (left.length === 0 || Date.now() > deadline) return left;
    await sleep(POLL_MS);
  }
}

const time = (): string => new Date().toISOString().slice(11, 19);

function list(text: string): string[] {
  return text.split(",");
}

void runCommandLine(campaign);
