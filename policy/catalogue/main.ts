import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { runCommandLine } from "../../cli/command-line";
import { repositoryRoot } from "../../sandbox/layout";
import { rules } from "../rules";
import { policiesPage } from "./page";

const PAGE = "docs/policies.md";

const command = new Command("policies")
  .description(`Write ${PAGE} from the rules in policy/.`)
  .action(() => {
    const file = join(repositoryRoot, PAGE);
    writeFileSync(`${file}.tmp`, policiesPage(rules));
    renameSync(`${file}.tmp`, file);
    console.log(`${PAGE}: ${rules.length} rules`);
  });

void runCommandLine(command);
