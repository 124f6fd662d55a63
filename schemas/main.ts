import { Command } from "commander";
import { runCommandLine } from "../cli/command-line";
import { repositoryRoot } from "../sandbox/layout";
import { requireCurrentSchemas, writeStaleSchemas } from "./bring-up-to-date";
import { generatedSchemas } from "./generated-schemas";

const command = new Command("schemas")
  .description(
    "Write the JSON Schemas that are made from this code's own, and the tables of " +
      "docs/configuration.md. A contract that is released is never changed in a way that breaks " +
      "its readers.",
  )
  .option("--check", "write nothing; exit with 1 and name what is not up to date")
  .action(({ check }: { check?: true }) => {
    if (check) requireCurrentSchemas(repositoryRoot, generatedSchemas);
    const written = check ? [] : writeStaleSchemas(repositoryRoot, generatedSchemas);
    for (const { file } of generatedSchemas) {
      console.log(`${written.includes(file) ? "written " : "current "} ${file}`);
    }
  });

void runCommandLine(command);
