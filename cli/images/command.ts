import { Command } from "commander";
import { buildCommand } from "./build";
import { operatorsMachine, type Outside } from "./outside";

/** The verbs about images. */
export const imagesCommand = (outside: Outside = operatorsMachine()): Command =>
  new Command("images")
    .description("Images of this repository's own code.")
    .addCommand(buildCommand(outside));
