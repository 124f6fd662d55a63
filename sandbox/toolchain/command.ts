import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** How long an interrupted command may take to clean up after itself, in ms. */
const GRACE_MS = 1_000;

/** Leaders of the groups that run; a command must not outlive the process that asked for it. */
const running = new Set<ChildProcess>();

process.on("exit", () => {
  for (const child of running) signalGroup(child, "SIGKILL");
});

export interface CommandOptions {
  readonly cwd?: string;
  readonly variables: Readonly<NodeJS.ProcessEnv>;
  /** Ends the command with all its children. */
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
  /** Gets each line of standard output as it comes. */
  readonly onOutputLine?: (line: string) => void;
  /** Gets each line of standard error as it comes. */
  readonly onErrorLine?: (line: string) => void;
}

export interface CommandResult {
  /** null if a signal ended it. */
  readonly exitCode: number | null;
  readonly output: string;
  /** The lines of standard error, in order. */
  readonly errorLines: readonly string[];
}

/**
 * Runs a command in a process group of its own, so that it can be ended with all its children, and
 * so that a Ctrl-C at the terminal reaches it through the signal alone.
 *
 * @throws Error if it cannot be started, or the signal's reason once the whole group is gone.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  options.signal?.throwIfAborted();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...options.variables },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const kill = () => {
    signalGroup(child, "SIGKILL");
  };
  let grace: NodeJS.Timeout | undefined;
  const interrupt = () => {
    signalGroup(child, "SIGINT");
    grace = setTimeout(kill, GRACE_MS);
  };
  options.signal?.addEventListener("abort", interrupt, { once: true });
  const timeout = options.timeoutMs === undefined ? undefined : setTimeout(kill, options.timeoutMs);

  const errorLines: string[] = [];
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  if (options.onOutputLine) {
    createInterface({ input: child.stdout }).on("line", options.onOutputLine);
  }
  createInterface({ input: child.stderr }).on("line", (line) => {
    errorLines.push(line);
    options.onErrorLine?.(line);
  });
  try {
    const [exitCode] = (await once(child, "close")) as [number | null];
    // What outlived its leader may still write where the next start will.
    if (options.signal?.aborted) kill();
    options.signal?.throwIfAborted();
    return { exitCode, output, errorLines };
  } finally {
    clearTimeout(timeout);
    clearTimeout(grace);
    options.signal?.removeEventListener("abort", interrupt);
    running.delete(child);
  }
}

function signalGroup({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // The group is gone, which is what was wanted.
  }
}
