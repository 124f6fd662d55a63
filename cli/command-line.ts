import type { Command } from "commander";

/**
 * Runs a command line to its end: an error is one message on stderr, without a stack trace, and exit
 * code 1. `NEPHORAN_TRACE=1` shows the trace.
 */
export async function runCommandLine(command: Command): Promise<void> {
  try {
    await command.parseAsync();
  } catch (error) {
    const traced = process.env["NEPHORAN_TRACE"] === "1" && error instanceof Error;
    const text = error instanceof Error ? error.message : String(error);
    console.error(traced ? error.stack : `\n${text}`);
    process.exitCode ??= 1;
  }
}
