import type { Project } from "../../config/files";
import type { ProgramConfig } from "../../config/program-config";
import { interruptSignal } from "../../sandbox/interruption";
import { projectIn } from "../deploy/options";
import { programsOnPath, type RunProgram } from "../programs";
import { imagesIn } from "./images";

/** All that the command touches besides its arguments; replaced by tests. */
export interface Outside {
  readonly project: (folder: string) => Project;
  readonly run: RunProgram;
  /** Images that the program would use in a region. */
  readonly images: (project: Project, stack: ProgramConfig) => Promise<readonly string[]>;
  readonly print: (line: string) => void;
  readonly variables: Readonly<NodeJS.ProcessEnv>;
  /** Of the Node that runs this. */
  readonly nodeVersion: string;
}

/** The operator's own machine. */
export function operatorsMachine(): Outside {
  let run: RunProgram | undefined;
  return {
    project: projectIn,
    run: (call) => (run ??= programsOnPath(process.env, interruptSignal()))(call),
    images: async ({ name }, stack) => {
      // Seconds of loading, which `--help` need not wait for.
      const { capture } = await import("../../render/capture.js");
      return imagesIn((await capture(name, stack)).resources.map(({ inputs }) => inputs));
    },
    print: (line) => {
      console.log(line);
    },
    variables: process.env,
    nodeVersion: process.version,
  };
}
