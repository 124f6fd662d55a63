import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, open, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { OperatorError } from "../../config/operator-error";
import { PROJECT } from "../../config/project";
import { TAKES_OVER } from "../../deploy/engine/leftovers";
import { removeDeadLocks } from "../../deploy/engine/stack-locks";
import type { RunReport } from "../../deploy/run-report";
import type { SandboxLayout } from "../layout";
import { readFileIfPresent, writeFileAtomically } from "../processes/atomic-file";
import { lastLines } from "../processes/log-tail";
import { stopMarked } from "../processes/stop";
import type { Toolchain } from "../toolchain/toolchain";
import { parseEventLog, withoutDebugging } from "./event-log";

/** Every engine that the sandbox itself starts has it, with the sandbox's folder, and all below it. */
const ENGINE_VARIABLE = "NEPHORAN_SANDBOX_ENGINE";

/** How long an engine may take to bring to an end what it has begun, ms. */
const END_MS = 15_000;

/** Variables that make any `pulumi` and `kubectl` work on this sandbox. */
export function sandboxEnvironment(
  layout: SandboxLayout,
  toolchain: Toolchain,
  variables: Readonly<NodeJS.ProcessEnv>,
): NodeJS.ProcessEnv {
  return {
    ...variables,
    PATH: [layout.plugins, toolchain.searchPath, variables["PATH"] ?? ""].join(delimiter),
    KUBECONFIG: layout.kubeconfig,
    // The Kubernetes provider leaves kubeconfigs behind, which are nobody's but this sandbox's.
    TMPDIR: layout.temporary,
    PULUMI_HOME: layout.pulumiHome,
    PULUMI_BACKEND_URL: backendUrl(layout),
    PULUMI_CONFIG_PASSPHRASE_FILE: layout.passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Whatever is missing has to be an error here, not a download.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // With Istio's definitions in it, a stack's state has ten megabytes, and a file backend would write
    // all of it after every step: five times as long. Objects have names of their own, so that what a
    // killed engine left without a record is found and taken over by the next run.
    PULUMI_EXPERIMENTAL: "true",
    PULUMI_SKIP_CHECKPOINTS: "true",
    ...TAKES_OVER,
    // The language host that can be built is too old to read `tsconfig` from Pulumi.yaml.
    PULUMI_NODEJS_TSCONFIG_PATH: "tsconfig.pulumi.json",
  };
}

const backendUrl = ({ backend }: SandboxLayout): string => `file://${backend}`;

/** Ends the engines of a sandbox that outlived the command that started them. */
export async function endEngines({ directory }: SandboxLayout): Promise<void> {
  await stopMarked(ENGINE_VARIABLE, directory, { asks: "pulumi", graceMs: END_MS });
}

/** The engine, working on the sandbox's own project, home and backend. */
export class Engine {
  readonly environment: Readonly<NodeJS.ProcessEnv>;

  constructor(
    private readonly layout: SandboxLayout,
    environment: Readonly<NodeJS.ProcessEnv>,
  ) {
    this.environment = { ...environment, [ENGINE_VARIABLE]: layout.directory };
  }

  /** Makes sure that stacks of these names exist. */
  async init(stacks: readonly string[], signal: AbortSignal): Promise<void> {
    await mkdir(this.layout.backend, { recursive: true });
    const listed = await this.capture(["stack", "ls", "--json"], signal);
    const existing = (JSON.parse(listed) as { name: string }[]).map(({ name }) => name);
    for (const stack of stacks.filter((name) => !existing.includes(name))) {
      await this.removeDeadLocks(stack);
      await this.capture(["stack", "init", stack, "--no-select"], signal);
    }
  }

  /**
   * Runs `up`, `preview`, `refresh` or `destroy` on a region's stack. What the engine prints goes to
   * the region's log.
   *
   * @throws OperatorError with the engine's own errors and the path of the log.
   */
  async run(region: string, args: readonly string[], signal: AbortSignal): Promise<RunReport> {
    await mkdir(this.layout.engineLogs, { recursive: true });
    const log = join(this.layout.engineLogs, `${region}.log`);
    await this.removeDeadLocks(region);

    const output = await open(log, "w", 0o600);
    const { code, events } = await this.spawnWithEventLog(
      region,
      [...args, "--stack", region, "--non-interactive"],
      signal,
      output.fd,
    ).finally(() => output.close());

    await writeFileAtomically(join(this.layout.engineLogs, `${region}.events.jsonl`), events);
    const report = parseEventLog(events);
    if (code === 0) return report;
    signal.throwIfAborted();
    const reasons = report.errors.length > 0 ? report.errors : await lastLines(log, 10);
    throw new OperatorError(
      `pulumi ${args[0] ?? ""} of ${region} failed:\n${indent(reasons.join("\n"))}\n` +
        `  All of its output: ${log}`,
    );
  }

  /** The stack's outputs, secrets masked. */
  async outputs(region: string, signal: AbortSignal): Promise<Record<string, unknown>> {
    const text = await this.capture(["stack", "output", "--json", "--stack", region], signal);
    return JSON.parse(text) as Record<string, unknown>;
  }

  private async removeDeadLocks(stack: string): Promise<void> {
    const { project } = this.layout;
    const backend = backendUrl(this.layout);
    await removeDeadLocks({ backend, project, projectName: PROJECT, stack });
  }

  /** Runs `pulumi ARGS` and answers what it prints. */
  private async capture(args: readonly string[], signal: AbortSignal): Promise<string> {
    const chunks: Buffer[] = [];
    const code = await this.spawn(args, signal, (chunk) => chunks.push(chunk));
    const text = Buffer.concat(chunks).toString("utf8");
    if (code === 0) return text;
    signal.throwIfAborted();
    throw new OperatorError(`pulumi ${args.join(" ")} failed:\n${indent(text)}`);
  }

  /**
   * Runs `pulumi ARGS` and answers what it logged besides. The log as the engine writes it holds
   * secrets in clear, so it lasts no longer than the run; that of a run that was killed goes with the
   * region's next one.
   */
  private async spawnWithEventLog(
    region: string,
    args: readonly string[],
    signal: AbortSignal,
    output: number,
  ): Promise<{ code: number | null; events: string }> {
    const raw = join(this.layout.engineLogs, `.${region}.events`);
    await rm(raw, { recursive: true, force: true });
    await mkdir(raw, { mode: 0o700 });
    try {
      const log = join(raw, "log");
      const code = await this.spawn([...args, "--event-log", log], signal, output);
      return { code, events: withoutDebugging((await readFileIfPresent(log)) ?? "") };
    } finally {
      await rm(raw, { recursive: true, force: true });
    }
  }

  /**
   * Runs `pulumi ARGS` to its end and answers its exit code. An interruption reaches it once, though
   * a terminal sends Ctrl-C to everybody: at the second one the engine would drop what it is doing.
   */
  private async spawn(
    args: readonly string[],
    signal: AbortSignal,
    output: number | ((chunk: Buffer) => void),
  ): Promise<number | null> {
    signal.throwIfAborted();
    const sink = typeof output === "number" ? output : "pipe";
    const child = spawn("pulumi", args, {
      cwd: this.layout.project,
      // Without it the engine does not know `--event-log`, the log that its Automation API reads.
      env: { ...this.environment, PULUMI_DEBUG_COMMANDS: "true" },
      detached: true,
      stdio: ["ignore", sink, sink],
    });
    if (typeof output !== "number") {
      child.stdout?.on("data", output);
      child.stderr?.on("data", output);
    }
    const interrupt = (): void => void child.kill("SIGINT");
    signal.addEventListener("abort", interrupt, { once: true });
    try {
      const [code] = (await once(child, "close")) as [number | null];
      return code;
    } finally {
      signal.removeEventListener("abort", interrupt);
    }
  }
}

const indent = (text: string): string => text.trimEnd().replace(/^/gm, "  ");
