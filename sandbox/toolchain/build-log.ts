import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { CommandResult } from "./command";
import { ToolchainError } from "./failure";

/** Lines of a failed command's output that an error shows. */
const SHOWN_LINES = 20;

/** A command of a build that did not end well. */
export interface FailedCommand {
  /** What it was done for, and what its log is named after. */
  readonly label: string;
  /** As the error shows it. */
  readonly command: string;
  readonly result: CommandResult;
}

/**
 * Writes down what a failed command said.
 *
 * @returns ToolchainError `build-failed` with the end of its output and the path of its log.
 */
export async function buildFailure(
  scratch: string,
  { label, command, result }: FailedCommand,
): Promise<ToolchainError> {
  const { exitCode, output, errorLines } = result;
  const log = join(scratch, "log", `${label}.log`);
  await mkdir(dirname(log), { recursive: true });
  const lines = [...output.split("\n").filter((line) => line !== ""), ...errorLines];
  await writeFile(log, `${lines.join("\n")}\n`);
  const end = exitCode === null ? "ended by a signal" : `exit code ${exitCode}`;
  return new ToolchainError(
    "build-failed",
    [
      `\`${command}\` failed for ${label} (${end}). The end of its output:`,
      ...lines.slice(-SHOWN_LINES).map((line) => `  ${line}`),
      `All of it: ${log}`,
    ].join("\n"),
  );
}
