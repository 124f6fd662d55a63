import { spawn } from "node:child_process";
import { once } from "node:events";

/** One call of a program that the operator has installed. */
export interface ProgramCall {
  readonly program: string;
  readonly args: readonly string[];
  /** Written to its standard input. */
  readonly input?: string;
  /** Ends it after so long, ms. */
  readonly timeoutMs: number;
  /** Its output goes on to the operator's standard error, and is not kept. */
  readonly shown?: true;
}

/** What became of it. */
export type ProgramResult =
  | { readonly ended: "absent" }
  | { readonly ended: "timeout" }
  | {
      readonly ended: "exit";
      /** 128 + its number where a signal ended it, which is how shells say it. */
      readonly exitCode: number;
      readonly output: string;
      readonly errors: string;
    };

/** Runs a program; replaced by tests. */
export type RunProgram = (call: ProgramCall) => Promise<ProgramResult>;

/**
 * Runs programs that are found on the PATH. Never rejects because of what the program does.
 *
 * @param signal ends all of them.
 */
export const programsOnPath =
  (variables: NodeJS.ProcessEnv, signal: AbortSignal): RunProgram =>
  async ({ program, args, input, timeoutMs, shown }) => {
    signal.throwIfAborted();
    const toOperator = shown === true ? 2 : "pipe";
    const child = spawn(program, [...args], {
      env: variables,
      stdio: ["pipe", toOperator, toOperator],
      signal,
    });
    const late = new AbortController();
    const timer = setTimeout(() => {
      late.abort();
      child.kill("SIGKILL");
    }, timeoutMs);
    // One that does not read its input may be gone before all of it is written.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input ?? "");
    const output = collected(child.stdout);
    const errors = collected(child.stderr);
    try {
      const [exitCode] = (await once(child, "close")) as [number | null];
      if (late.signal.aborted) return { ended: "timeout" };
      return { ended: "exit", exitCode: exitCode ?? 128, output: output(), errors: errors() };
    } catch (error) {
      signal.throwIfAborted();
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return { ended: "absent" };
      throw error;
    } finally {
      // Not by the option of spawn, which forgets its timer where there is no such program.
      clearTimeout(timer);
    }
  };

function collected(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: Buffer[] = [];
  stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}
