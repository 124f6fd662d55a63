import { Command } from "commander";
import { OperatorError } from "../../config/operator-error";
import { withProject } from "../deploy/options";
import { carryOut, type CommonOptions } from "./carry-out";
import type { Change } from "./order";
import type { Outside } from "./outside";

interface Options extends CommonOptions {
  readonly all?: true;
}

/** Takes overrides back. */
export const liftCommand = (outside: Outside): Command =>
  withProject(new Command("lift"))
    .description(
      "Take an override back in every cluster. What it led away comes back step by step, as signals allow.",
    )
    .argument("[id]", "as `traffic status` lists it")
    .option("--all", "all of them; also replaces a list that is invalid")
    .option("--dry-run", "ask every cluster whether it would take it, and change nothing")
    .option("-y, --yes", "do not ask; without a terminal nothing is ever asked")
    .option("--json", "the outcome as one JSON object")
    .action(async (id: string | undefined, options: Options) => {
      await carryOut(outside.project(options.project), changeOf(id, options), outside, options, {
        announcement: [id === undefined ? "lift all overrides" : `lift ${id}`],
        question: id === undefined ? "Lift all overrides?" : undefined,
      });
    });

function changeOf(id: string | undefined, { all }: Options): Change {
  if (id !== undefined && all === undefined) return { do: "lift", id };
  if (id === undefined && all) return { do: "lift-all" };
  throw new OperatorError("Either the id of an override is wanted, or --all.");
}
