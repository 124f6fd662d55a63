import { Command } from "commander";
import { initCommand } from "./init";
import { inspectCommand } from "./inspect";
import { issueCommand } from "./issue";
import { operatorsMachine, type Outside } from "./outside";
import { rotateCommand } from "./rotate";

/** The verbs that make, issue, replace and look at certificates. */
export const pkiCommand = (outside: Outside = operatorsMachine()): Command =>
  new Command("pki")
    .description("The certificates by which regions know each other, from a root outside of them.")
    .addCommand(initCommand(outside))
    .addCommand(issueCommand(outside))
    .addCommand(rotateCommand(outside))
    .addCommand(inspectCommand(outside));
