import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { runCommandLine } from "../cli/command-line";
import { repositoryRoot } from "../sandbox/layout";
import { catalogue } from "./catalogue";
import { countStates, promisesPage } from "./page";

const PAGE = "docs/promises.md";

const command = new Command("promises")
  .description(`Write ${PAGE} from promises/catalogue.`)
  .action(() => {
    const file = join(repositoryRoot, PAGE);
    writeFileSync(`${file}.tmp`, promisesPage(catalogue));
    renameSync(`${file}.tmp`, file);
    const counts = countStates(catalogue.flatMap(({ promises }) => promises));
    const text = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
    console.log(`${PAGE}: ${text.join(", ")}`);
  });

void runCommandLine(command);
