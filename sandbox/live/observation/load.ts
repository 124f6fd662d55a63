import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { OperatorError } from "../../../config/operator-error";
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

/**
 * Waits for a course that goes on under a load. Where the load ends first, the course is told to end; it
 * has ended when this has, and what it has begun has been put right.
 *
 * @param ending ends the course.
 * @throws OperatorError if the load ends early, or what the course fails with.
 */
export async function underLoad(
  load: Pick<RunningLoad, "ended">,
  course: Promise<void>,
  ending: AbortController,
): Promise<void> {
  try {
    await Promise.race([
      course,
      load.ended.then((said) => {
        throw new OperatorError(`The load has ended by itself:\n${said.trim()}`);
      }),
    ]);
  } finally {
    ending.abort();
    await course.catch(() => undefined);
  }
}
