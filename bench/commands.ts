import { OperatorError } from "../config/operator-error";
import { describeChanges } from "../deploy/run-report";
import { runCommand } from "../sandbox/toolchain/command";
import type { EmptyStack, RegionLab } from "./region-lab";

/** What a run of the engine must come to, on every single resource. */
export type Change = "create" | "same" | "delete";

/** After this, in ms, a command counts as stuck; the longest takes well under a minute. */
const LIMIT_MS = 600_000;

/**
 * Runs `pulumi ARGS` on a stack and answers how long it took, in seconds.
 *
 * @throws OperatorError also if it came to anything but the expected change: the time would be that
 * of something else.
 */
export async function timeEngine(
  { engine, name }: Pick<EmptyStack, "engine" | "name">,
  args: readonly string[],
  expected: Change,
  signal: AbortSignal,
): Promise<number> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  const started = performance.now();
  const { changes } = await engine
    .run(name, args, AbortSignal.any([signal, limit]))
    .catch((error: unknown) => {
      throw limit.aborted ? tooLong(`pulumi ${args.join(" ")}`) : error;
    });
  const seconds = secondsSince(started);
  if (Object.keys(changes).join() !== expected) {
    throw new OperatorError(
      `pulumi ${args.join(" ")} of ${name} should only have come to "${expected}", but: ` +
        `${describeChanges(changes)}. Measured on anything else, its time means nothing.`,
    );
  }
  return seconds;
}

/**
 * Runs kubectl against the region.
 *
 * @returns what it printed.
 * @throws OperatorError with what it said if it fails.
 */
export async function kubectl(
  { region, toolchain, environment }: Pick<RegionLab, "region" | "toolchain" | "environment">,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  const { exitCode, output, errorLines } = await runCommand(
    toolchain.path("kubectl"),
    ["--context", region, ...args],
    { variables: environment, signal: AbortSignal.any([signal, limit]) },
  ).catch((error: unknown) => {
    throw limit.aborted ? tooLong(`kubectl ${args.join(" ")}`) : error;
  });
  if (exitCode === 0) return output;
  throw new OperatorError(`kubectl ${args.join(" ")} failed:\n  ${errorLines.join("\n  ")}`);
}

/** How long an action takes, in seconds. */
export async function timed(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await action();
  return secondsSince(started);
}

const secondsSince = (started: number): number => (performance.now() - started) / 1_000;

const tooLong = (command: string): OperatorError =>
  new OperatorError(`${command} did not end within ${LIMIT_MS / 60_000} minutes.`);
