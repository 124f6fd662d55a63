import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { runCommandLine } from "../cli/command-line";
import { wholeNumber } from "../cli/whole-number";
import { OperatorError } from "../config/operator-error";
import { DEFAULT_PORT_BASE } from "./cluster/control-planes";
import { controlPlaneLogs } from "./cluster/logs";
import { controlPlaneStatus } from "./cluster/status";
import { interruptSignal } from "./interruption";
import { sandboxDirectory, sandboxLayout, type SandboxLayout } from "./layout";
import { isLive, isLiveUp, liveLogs, liveStatus } from "./live/status";
import { LIVE_GROUPS, liveDepth } from "./live/up";
import { lastLines } from "./processes/log-tail";
import { describeLive, describeSandbox, describeStatus } from "./report";
import { sandboxEnvironment } from "./stacks/engine";
import { deleteSandbox, stopSandbox } from "./stop";
import { ensureToolchain, requireToolchain } from "./toolchain/toolchain";
import { renderProgress } from "./toolchain/progress";
import { up } from "./up";

interface Common {
  readonly dir: string;
}

interface UpCommand {
  readonly regions?: string[];
  readonly portBase: number;
  readonly live: boolean;
}

const layoutOf = (command: Command): SandboxLayout =>
  sandboxLayout(command.optsWithGlobals<Common>().dir);

const program = new Command("sandbox")
  // `exec` hands everything after the command's name on.
  .enablePositionalOptions()
  .description(
    "Four regions on this machine: real API servers, controllers and schedulers, pods by KWOK, " +
      "and every stack deployed by the real Pulumi engine. Needs neither root nor containers.",
  )
  .option("--dir <folder>", "where the sandbox keeps its files", sandboxDirectory);

program
  .command("up")
  .description("Bring up all regions; what runs already is left as it is.")
  .option("--regions <names>", "only these, separated by commas", (text) => text.split(","))
  .option("--port-base <port>", "first port; each region takes ten", port, DEFAULT_PORT_BASE)
  .option("--live", "run the pods whose images are known, in a network of their own", false)
  .action(async ({ live, ...options }: UpCommand, command: Command) => {
    const signal = interruptSignal();
    if (!live && (await isLive(layoutOf(command).directory))) {
      throw new OperatorError("Pods run for real here: say --live again, or `sandbox down` first.");
    }
    const progress = renderProgress(process.stdout);
    const toolchain = await ensureToolchain(["cluster", "pulumi", ...(live ? LIVE_GROUPS : [])], {
      signal,
      onProgress: progress.show,
    }).finally(progress.close);
    const started = Date.now();
    const own = { ...options, layout: layoutOf(command), toolchain, signal, report: console.log };
    const regions = await up(live ? { ...own, depth: await liveDepth(own) } : own);
    console.log(describeSandbox(regions).join("\n"));
    console.log(
      `\n${regions.length} ${regions.length === 1 ? "region" : "regions"} up in ${seconds(started)} s`,
    );
  });

program
  .command("down")
  .description("Stop everything. The regions keep their state for the next up.")
  .action(async (_options: object, command: Command) => {
    const names = await stopSandbox(layoutOf(command));
    console.log(names.length === 0 ? "Nothing was running." : `Stopped ${names.join(", ")}.`);
  });

program
  .command("status")
  .description("What runs, where, and how much memory it takes. Exits with 1 if anything is down.")
  .option("--json", "as one JSON document")
  .action(async (options: { json?: true }, command: Command) => {
    const { directory } = layoutOf(command);
    const regions = await controlPlaneStatus(directory);
    const live = await liveStatus(directory);
    console.log(
      options.json
        ? JSON.stringify(live.length === 0 ? regions : { regions, live }, null, 2)
        : [...describeStatus(regions), ...describeLive(live)].join("\n"),
    );
    const isUp =
      regions.flatMap(({ components }) => components).every(({ state }) => state === "up") &&
      live.every(isLiveUp);
    if (!isUp || regions.length === 0) process.exitCode = 1;
  });

program
  .command("logs")
  .description("The last lines of what runs, and of the engine's last run on each stack.")
  .argument("[region]", "only this region")
  .argument("[component]", "only this one: etcd, kube-apiserver, ..., pod-runner, ..., or pulumi")
  .option("-n, --lines <count>", "lines of each", wholeNumber, 20)
  .action(async (region: string | undefined, component: string | undefined, ...rest) => {
    const [options, command] = rest as [{ lines: number }, Command];
    const layout = layoutOf(command);
    const all = [
      ...(await controlPlaneLogs(layout.directory)),
      ...(await liveLogs(layout.directory)),
    ];
    const engines = [...new Set(all.map((log) => log.region))].map((name) => ({
      region: name,
      component: "pulumi",
      file: join(layout.engineLogs, `${name}.log`),
    }));
    const wanted = [...all, ...engines].filter(
      (log) =>
        (region === undefined || log.region === region) &&
        (component === undefined || log.component === component),
    );
    if (wanted.length === 0) throw new OperatorError("There is no such log in this sandbox.");
    for (const log of wanted) {
      console.log(`==> ${log.region} ${log.component}: ${log.file}`);
      console.log((await lastLines(log.file, options.lines)).join("\n"));
    }
  });

program
  .command("reset")
  .description("Stop everything and delete the sandbox's files. The toolchain stays.")
  .action(async (_options: object, command: Command) => {
    const layout = layoutOf(command);
    await deleteSandbox(layout);
    console.log(`Deleted ${layout.directory}.`);
  });

program
  .command("exec")
  .description(
    "Run a command with the sandbox's kubectl, pulumi, kubeconfig and state; where pods run, also " +
      "with its istioctl.",
  )
  .argument("<command...>", "such as: kubectl --context eu-west-1 get pods")
  .passThroughOptions()
  .action(async (words: string[], _options: object, command: Command) => {
    const layout = layoutOf(command);
    const ofLiveDepth = (await isLive(layout.directory)) ? LIVE_GROUPS : [];
    const toolchain = await requireToolchain(["cluster", "pulumi", ...ofLiveDepth]);
    await mkdir(layout.temporary, { recursive: true, mode: 0o700 });
    const [executable = "", ...args] = words;
    const child = spawn(executable, args, {
      cwd: executable === "pulumi" ? layout.project : process.cwd(),
      env: sandboxEnvironment(layout, toolchain, process.env),
      stdio: "inherit",
    });
    // Ctrl-C is the command's to answer.
    process.on("SIGINT", () => undefined);
    const [code] = (await once(child, "close")) as [number | null];
    process.exitCode = code ?? 1;
  });

function port(text: string): number {
  const number = wholeNumber(text);
  if (number < 1_024 || number > 65_000) {
    throw new InvalidArgumentError("A port base lies between 1024 and 65000.");
  }
  return number;
}

const seconds = (started: number): string => ((Date.now() - started) / 1000).toFixed(0);

void runCommandLine(program);
