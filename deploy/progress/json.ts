import type { DeployEvent } from "../events";
import { isDue } from "./lines";
import type { DeployRenderer, LineStream } from "./renderer";

/** One JSON object a line, for programs: `event` says which kind it is. */
export function showAsJson(stream: LineStream): DeployRenderer {
  return {
    show(event) {
      if (event.kind === "progress" && !isDue(event.seconds)) return;
      stream.write(`${jsonLine(event)}\n`);
    },
    close: () => Promise.resolve(),
  };
}

function jsonLine({ kind, ...rest }: DeployEvent): string {
  return JSON.stringify({ event: kind, ...rest });
}
