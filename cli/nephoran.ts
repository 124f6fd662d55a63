import { Command } from "commander";
import { auditCommand } from "./audit/command";
import { runCommandLine } from "./command-line";
import { deployCommand } from "./deploy/deploy";
import { testCommand } from "./deploy/test";
import { doctorCommand } from "./doctor/command";
import { imagesCommand } from "./images/command";
import { pkiCommand } from "./pki/command";
import { policyCommand } from "./policy/command";
import { trafficCommand } from "./traffic/command";

const program = new Command("nephoran")
  .description("Nephoran across regions: deploy, check and operate them.")
  .addCommand(deployCommand())
  .addCommand(testCommand())
  .addCommand(pkiCommand())
  .addCommand(policyCommand())
  .addCommand(auditCommand())
  .addCommand(trafficCommand())
  .addCommand(imagesCommand())
  .addCommand(doctorCommand());

void runCommandLine(program);
