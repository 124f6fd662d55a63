import { entryOf } from "../images/catalog";
import { PodError } from "./failure";
import { runPods } from "./run-pods";

/** The pod runner of one region. Argument: the file of its settings. */
async function main([file]: readonly string[]): Promise<void> {
  if (file === undefined) {
    throw new PodError("bad-arguments", "pod runner: the file of its settings is missing");
  }
  await runPods(file, entryOf);
}

void main(process.argv.slice(2));
