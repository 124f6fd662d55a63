import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import type { ProcessSpec } from "../../processes/record";

/** Users who send requests, in a process of their own. */
export interface RunningLoad {
  /** What it writes: each request as a line of JSON, and its report. */
  readonly lines: Readable;
  /** Resolves when it has ended, to what it wrote last beside its lines. */
  readonly ended: Promise<string>;
  /** Lets it end, what is under way included. */
  stop(): Promise<void>;
}

/** Longer than a request may take, ms. */
const STOP_BOUND_MS = 20_000;

/** How much is kept of what it says, characters. */
const LAST_WORDS = 1_000;

/** Starts a load that writes its events to its standard output. */
export function startLoad({
  command,
  args,
  workingDirectory,
  environment,
}: ProcessSpec): RunningLoad {
  const child = spawn(command, args, {
    cwd: workingDirectory,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    // Ctrl-C is for whoever started it; without its reader a load ends by itself.
    detached: true,
  });
  let said = "";
  child.stderr.on("data", (part: Buffer) => {
    said = (said + part.toString("utf8")).slice(-LAST_WORDS);
  });
  const ended = once(child, "close").then(
    () => said,
    (error: unknown) => String(error),
  );
  return {
    lines: child.stdout,
    ended,
    stop: async () => {
      child.kill("SIGTERM");
      const killing = setTimeout(() => child.kill("SIGKILL"), STOP_BOUND_MS);
      await ended;
      clearTimeout(killing);
    },
  };
}
