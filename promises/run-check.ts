import { repositoryRoot } from "../sandbox/layout";
import { type CommandResult, runCommand } from "../sandbox/toolchain/command";
import type { Check } from "./promise";

/** Longest that one command of a check may take, ms. A check has up to four. */
export const COMMAND_TIMEOUT_MS = 240_000;

/**
 * Runs a check, and whatever happens, its `after`.
 *
 * @param environment variables of the commands; for place `sandbox`, those of the sandbox.
 * @param directory where they run; for place `rendered`, the folder that holds `rendered`.
 * @returns what went wrong, in words; `undefined` if the promise is kept.
 */
export async function runCheck(
  check: Check,
  environment: Readonly<NodeJS.ProcessEnv>,
  directory: string = repositoryRoot,
): Promise<string | undefined> {
  const run = (command: string): Promise<Outcome> => runInBash(command, environment, directory);
  const failures = [await failureOf(check, run), await failureOfStep(check.after, run)];
  return failures.filter((failure) => failure !== undefined).join("\n") || undefined;
}

type Outcome = { readonly output: string } | { readonly failure: string };
type Run = (command: string) => Promise<Outcome>;

async function failureOf(
  { before, command, shows, proof }: Check,
  run: Run,
): Promise<string | undefined> {
  const notReady = await failureOfStep(before, run);
  if (notReady !== undefined) return notReady;

  const outcome = await run(command);
  if ("failure" in outcome) return outcome.failure;
  if (!shows.test(outcome.output)) {
    return `\`${command}\` printed\n${outcome.output}\nwhich does not match ${String(shows)}`;
  }
  return await failureOfStep(proof, run);
}

async function failureOfStep(command: string | undefined, run: Run): Promise<string | undefined> {
  if (command === undefined) return undefined;
  const outcome = await run(command);
  return "failure" in outcome ? outcome.failure : undefined;
}

async function runInBash(
  command: string,
  variables: Readonly<NodeJS.ProcessEnv>,
  directory: string,
): Promise<Outcome> {
  const { exitCode, output, errorLines }: CommandResult = await runCommand(
    "bash",
    // A loop or a pipe fails with any of its parts.
    ["-euo", "pipefail", "-c", command],
    { cwd: directory, variables, timeoutMs: COMMAND_TIMEOUT_MS },
  );
  if (exitCode === 0) return { output };
  const end =
    exitCode === null
      ? `did not end within ${COMMAND_TIMEOUT_MS / 1000} s`
      : `exited with ${exitCode}`;
  return { failure: [`\`${command}\` ${end}:`, ...errorLines].join("\n") };
}
