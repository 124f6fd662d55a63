import { Command } from "commander";
import { runCommandLine } from "../cli/command-line";
import { readProject } from "../config/files";
import { captureAll } from "../render/capture";
import { describeViolation, type Violation, violationsOf } from "./evaluate";
import { rules } from "./rules";

const command = new Command("policy")
  .description(
    "Hold every region's resources against all rules, without engine, cluster or credentials. " +
      "Exits with 1 if a mandatory rule is violated.",
  )
  .option("--project <dir>", "folder with Pulumi.yaml and the stack files", ".")
  .action(async (options: { project: string }) => {
    const violations: Violation[] = [];
    for (const captured of await captureAll(readProject(options.project))) {
      const found = violationsOf(captured);
      violations.push(...found);
      console.log(
        `${captured.config.region.name.padEnd(16)} ${captured.resources.length} resources, ` +
          `${rules.length} rules, ${found.length} violations`,
      );
      for (const violation of found) {
        console.log(`\n[${violation.rule.level}] ${violation.rule.id}`);
        console.log(describeViolation(violation));
      }
    }
    if (violations.some(({ rule }) => rule.level === "mandatory")) process.exitCode = 1;
  });

void runCommandLine(command);
