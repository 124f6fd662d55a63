import type { DeployEvent } from "../events";
import type { DeployRenderer, LineStream } from "./renderer";
import { endText, passText, previewText, progressText } from "./words";

/** Between two lines about a run that goes on, s. */
export const PROGRESS_INTERVAL_S = 15;

/** Plain lines, for a log. */
export function showInLines(stream: LineStream): DeployRenderer {
  return {
    show(event) {
      for (const line of linesOf(event)) stream.write(`${line}\n`);
    },
    close: () => Promise.resolve(),
  };
}

function linesOf(event: DeployEvent): string[] {
  switch (event.kind) {
    case "stacks-made":
      return [
        `made the ${event.stacks.length === 1 ? "stack" : "stacks"} ${event.stacks.join(", ")}`,
      ];
    case "pass":
      return [passText(event.pass, event.stacks)];
    case "preview":
      return [previewText(event.stacks)];
    case "started":
      return [];
    case "note":
      return [ofStack(event.stack, event.text)];
    case "progress":
      return isDue(event.seconds) ? [ofStack(event.stack, progressText(event))] : [];
    case "ended":
      return [ofStack(event.stack, endText(event)), ...event.errors.map(indented)];
  }
}

/** Whether a run that has gone on for so many seconds is told about in a log. */
export const isDue = (seconds: number): boolean =>
  seconds > 0 && seconds % PROGRESS_INTERVAL_S === 0;

const ofStack = (stack: string, text: string): string => `${stack.padEnd(16)} ${text}`;

const indented = (text: string): string => text.replace(/^/gm, "  ");
