import { Command } from "commander";
import { operatorsMachine, type Outside } from "./outside";
import { residencyCommand } from "./residency";

/** The verbs that hold what runs against what has been promised. */
export const auditCommand = (outside: Outside = operatorsMachine()): Command =>
  new Command("audit")
    .description("Hold what really runs against what is promised.")
    .addCommand(residencyCommand(outside));
