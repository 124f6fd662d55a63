import { Command } from "commander";
import { auditCommand } from "./audit/command";
import { runCommandLine } from "./command-line";
import { deployCommand } from "./deploy/deploy";
import { testCommand } from "./deploy/test";
import { pkiCommand } from "./pki/command";
import { policyCommand } from "./policy/command";

const program = new Command("nephoran")
  .description("Nephoran across regions: deploy, check and operate them.")
  .addCommand(deployCommand())
  .addCommand(testCommand())
  .addCommand(pkiCommand())
  .addCommand(policyCommand())
  .addCommand(auditCommand());

void runCommandLine(program);
