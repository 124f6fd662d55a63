import { Command } from "commander";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { OperatorError } from "../../config/operator-error";
import { withProject } from "../deploy/options";
import type { Outside } from "./outside";

interface Options {
  readonly project: string;
  readonly settings?: string;
  readonly json?: true;
}

/** Plays recorded signals, so that settings can be tried before they are shipped. */
export const replayCommand = (outside: Outside): Command =>
  withProject(new Command("replay"))
    .description(
      "Play recorded signals, and say what the traffic controllers would have decided. Touches no cluster.",
    )
    .argument("<file>", 'JSON lines: {"at": time, "answer": what GET /signals of a region gave}')
    .option(
      "--settings <file>",
      "YAML or JSON with other settings of the decision, such as `shift: {holdDownSeconds: 20}`; " +
        "left out: those of the topology",
    )
    .option("--json", "the lines as one JSON object")
    .action(async (file: string, options: Options) => {
      const { topology } = outside.project(options.project);
      const settings =
        options.settings === undefined ? topology.routing : settingsIn(options.settings);
      const { replayFile } = await import("../../simulator/replay.js");
      const { lines } = replayFile(file, { topology, settings });
      for (const line of options.json ? [JSON.stringify({ lines })] : lines) outside.print(line);
    });

function settingsIn(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8"));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new OperatorError(`The settings in ${file} cannot be read: ${why}`);
  }
}
