import { durationText } from "../../sandbox/toolchain/progress";
import type { DeployEvent, StackResult, StackRun } from "../events";
import { describeChanges } from "../run-report";

type Progress = Extract<DeployEvent, { kind: "progress" }>;

/** `12 operations, 3 unchanged in 40 s; waits 12 s for Deployment llm-processor: 0 of 3 pods are there`. */
export function progressText({ operations, unchanged, seconds, waitingFor }: Progress): string {
  const count = `${operations} ${operations === 1 ? "operation" : "operations"}`;
  const rest = unchanged === 0 ? "" : `, ${unchanged} unchanged`;
  const done = `${count}${rest} in ${durationText(seconds * 1000)}`;
  if (waitingFor === undefined) return done;
  const reason = waitingFor.reason === undefined ? "" : `: ${waitingFor.reason}`;
  return `${done}; waits ${durationText(waitingFor.seconds * 1000)} for ${waitingFor.what}${reason}`;
}

/** How a run ended, with what it changed and how long it took; errors are told apart. */
export function endText({ result, changes, seconds }: StackRun): string {
  const time = `in ${seconds.toFixed(1)} s`;
  switch (result) {
    case "succeeded":
      return `${describeChanges(changes)} ${time}`;
    case "failed":
    case "interrupted":
      return Object.keys(changes).length === 0
        ? `${resultWords[result]} after ${seconds.toFixed(1)} s`
        : `${resultWords[result]} after ${seconds.toFixed(1)} s: ${describeChanges(changes)}`;
  }
}

export const resultWords: Readonly<Record<StackResult | "not started", string>> = {
  succeeded: "ok",
  failed: "failed",
  interrupted: "interrupted",
  "not started": "not started",
};

/** What begins before any stack does: `preview: us-east-1, eu-west-1`. */
export const previewText = (stacks: readonly string[]): string => `preview: ${stacks.join(", ")}`;

/** `pass 2: us-east-1, eu-west-1 learn what has become of the others`. */
export const passText = (pass: number, stacks: readonly string[]): string =>
  pass === 1
    ? `pass 1: ${stacks.join(", ")}`
    : `pass ${pass}: ${stacks.join(", ")} by what the others promise now`;
