import { table } from "../sandbox/report";
import type { Deployment, StackSummary } from "./deployment";
import { resultWords } from "./progress/words";
import { describeChanges } from "./run-report";

/** A line for each stack: what became of it, or would become of it. */
export const summaryTable = (
  stacks: readonly StackSummary[],
  changed: "CHANGES" | "WOULD BE" = "CHANGES",
): string[] =>
  table([
    ["STACK", "RESULT", changed, "SECONDS"],
    ...stacks.map(({ stack, result, changes, seconds }) => [
      stack,
      resultWords[result],
      result === "not started" ? "-" : describeChanges(changes),
      result === "not started" ? "-" : seconds.toFixed(1),
    ]),
  ]);

/** Whether all that was asked for is there, and knows the others as they are now. */
export const isComplete = ({ stacks, outdated }: Deployment): boolean =>
  outdated.length === 0 && stacks.every(({ result }) => result === "succeeded");

/**
 * What is left to do after a deployment, in words.
 *
 * @param others deployed stacks that were not part of it.
 */
export function nextSteps(deployment: Deployment, others: readonly string[]): string[] {
  const { stacks, outdated, passes, promisesChanged } = deployment;
  const failed = stacks.filter(({ result }) => result === "failed").map(({ stack }) => stack);
  const steps: string[] = [];
  if (failed.length > 0) {
    steps.push(`${failed.join(", ")} failed: mend what the errors say, then run the same again.`);
  }
  if (outdated.length > 0) {
    const count = passes === 1 ? "1 pass" : `${passes} passes`;
    steps.push(
      `After ${count} ${outdated.join(", ")} still ${outdated.length === 1 ? "has" : "have"} to ` +
        `learn what the others promise by now: run the same again.`,
    );
  }
  if (promisesChanged && others.length > 0) {
    steps.push(
      `${others.join(", ")} ${others.length === 1 ? "does" : "do"} not know of it yet: ` +
        "`nephoran deploy all` tells every region.",
    );
  }
  return steps;
}
