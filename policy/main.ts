import { Command } from "commander";
import { runCommand } from "../cli/run-command";
import { readProject } from "../config/files";
import { capture } from "../render/capture";
import { describeViolation, type Violation, violationsOf } from "./evaluate";
import { rules } from "./rules";

const command = new Command("policy")
  .description(
    "Hold every region's resources against all rules, without engine, cluster or credentials. " +
      "Exits with 1 if a mandatory rule is violated.",
  )
  .option("--project <dir>", "folder with Pulumi.yaml and the stack files", ".")
  .action(async (options: { project: string }) => {
    const project = readProject(options.project);
    const violations: Violation[] = [];
    for (const stack of project.stacks) {
      const captured = await capture(project.name, stack);
      const found = violationsOf(captured);
      violations.push(...found);
      console.log(
        `${stack.region.name.padEnd(16)} ${captured.resources.length} resources, ` +
          `${rules.length} rules, ${found.length} violations`,
      );
      for (const violation of found) {
        console.log(`\n[${violation.rule.level}] ${violation.rule.id}`);
        console.log(describeViolation(violation));
      }
    }
    if (violations.some(({ rule }) => rule.level === "mandatory")) process.exitCode = 1;
  });

void runCommand(command);
