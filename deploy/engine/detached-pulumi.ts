import { spawn } from "node:child_process";
import { once } from "node:events";
import { open } from "node:fs/promises";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { SemVer } from "semver";
import { OperatorError } from "../../config/operator-error";
import { EventTap } from "./event-tap";

/** What a command printed and how it ended; the Automation API's own type is not public. */
interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** A command of the engine's that ended with an error. */
export class PulumiFailure extends Error {
  override readonly name = "PulumiFailure";
  constructor(
    readonly command: string,
    /** What it said, if it was not said into a log. */
    readonly complaint: string,
  ) {
    super(
      `pulumi ${command} failed${complaint === "" ? "" : `:\n${complaint.replace(/^/gm, "  ")}`}`,
    );
  }
}

/** Commands that work on a stack, speak at length, and have events. */
const OPERATIONS: readonly string[] = ["up", "preview", "refresh", "destroy"];

/** Where operations on one stack are told about. */
export interface Telling {
  /** File for what the engine says. */
  readonly log: string;
  /** Told each event of the engine, as it writes it. */
  readonly onEvent?: (event: unknown) => void;
}

/**
 * The `pulumi` on the PATH of an environment, run so that it outlives whoever started it: in a session
 * of its own, since a terminal sends Ctrl-C to a whole group and an engine that hears it twice drops
 * what it is doing, and with its words in files, since one that speaks into a closed pipe is ended.
 *
 * It takes the place of the Automation API's own class, which does neither.
 */
export class DetachedPulumi {
  readonly command = "pulumi";

  constructor(
    readonly version: SemVer,
    private readonly telling: Telling,
  ) {}

  /** As the Automation API takes it, whose own class has no public constructor. */
  asPulumiCommand(): PulumiCommand {
    const { command, version } = this;
    const instance = Object.create(PulumiCommand.prototype) as PulumiCommand;
    return Object.assign(instance, { command, version, run: this.run.bind(this) });
  }

  /** @throws PulumiFailure if the command ends with an error. */
  async run(
    args: readonly string[],
    cwd: string,
    environment: Readonly<NodeJS.ProcessEnv>,
    _onOutput?: (text: string) => void,
    _onError?: (text: string) => void,
    signal?: AbortSignal,
  ): Promise<CommandResult> {
    // Which stack is selected is the person's own business; all commands here name theirs.
    if (args[0] === "stack" && args[1] === "select") return { stdout: "", stderr: "", code: 0 };

    const all = args.includes("--non-interactive") ? args : [...args, "--non-interactive"];
    const options = { cwd, environment: { ...environment, PULUMI_AUTOMATION_API: "true" } };
    if (!OPERATIONS.includes(args[0] ?? "")) return await runPulumi(all, options, signal);

    const log = await open(this.telling.log, "w", 0o600);
    const tap = await EventTap.open(this.telling.onEvent ?? (() => undefined));
    try {
      const output = [log.fd, log.fd, tap.descriptor] as const;
      return await runPulumi([...all, ...EVENTS_TO_TAP], { ...options, output }, signal);
    } finally {
      await tap.close();
      await log.close();
    }
  }
}

const EVENTS_TO_TAP = ["--event-log", "/dev/fd/3"];

interface RunOptions {
  readonly cwd: string;
  /** The whole environment. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  /** Descriptors for what the command prints, complains and logs. @default they are answered */
  readonly output?: readonly [stdout: number, stderr: number, events: number];
}

/**
 * Runs `pulumi ARGS` to its end. An interruption reaches it once.
 *
 * @throws PulumiFailure if it ends with an error, OperatorError if there is no such program.
 */
async function runPulumi(
  args: readonly string[],
  { cwd, environment, output }: RunOptions,
  signal?: AbortSignal,
): Promise<CommandResult> {
  signal?.throwIfAborted();
  const child = spawn("pulumi", args, {
    cwd,
    env: { PULUMI_SKIP_UPDATE_CHECK: "true", ...environment },
    detached: true,
    stdio: ["ignore", ...(output ?? (["pipe", "pipe"] as const))],
  });
  const said = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));

  const interrupt = (): void => void child.kill("SIGINT");
  signal?.addEventListener("abort", interrupt, { once: true });
  try {
    const [code] = (await once(child, "close")) as [number | null];
    if (code === 0) return { ...said, code };
    throw new PulumiFailure(args.slice(0, 2).join(" "), said.stderr.trim());
  } catch (error) {
    throw isMissing(error) ? noPulumi() : error;
  } finally {
    signal?.removeEventListener("abort", interrupt);
  }
}

/**
 * The version of the `pulumi` on the PATH of an environment.
 *
 * @throws OperatorError if there is none.
 */
export async function pulumiVersion(
  cwd: string,
  environment: Readonly<NodeJS.ProcessEnv>,
): Promise<SemVer> {
  const { stdout } = await runPulumi(["version"], { cwd, environment });
  return new SemVer(stdout.trim());
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

const noPulumi = (): OperatorError =>
  new OperatorError(
    "There is no `pulumi` on the PATH. Install it (https://www.pulumi.com/docs/install/) and run the " +
      "same command again.",
  );
