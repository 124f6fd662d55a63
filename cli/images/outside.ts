import type { Project } from "../../config/files";
import { interruptSignal } from "../../sandbox/interruption";
import { projectIn } from "../deploy/options";
import { programsOnPath, type RunProgram } from "../programs";

/** All that the commands touch besides their arguments and a temporary folder; replaced by tests. */
export interface Outside {
  project(folder: string): Project;
  run: RunProgram;
  print(line: string): void;
  /** Environment variables. */
  readonly variables: Readonly<NodeJS.ProcessEnv>;
}

/** The operator's own machine. */
export function operatorsMachine(): Outside {
  let run: RunProgram | undefined;
  return {
    project: projectIn,
    run: (call) => (run ??= programsOnPath(process.env, interruptSignal()))(call),
    print: (line) => {
      console.log(line);
    },
    variables: process.env,
  };
}
