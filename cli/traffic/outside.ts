import { hostname, userInfo } from "node:os";
import type { Project } from "../../config/files";
import { interruptSignal } from "../../sandbox/interruption";
import { confirm } from "../deploy/confirm";
import { projectIn } from "../deploy/options";
import { programsOnPath, type RunProgram } from "../programs";

/** All that the commands touch besides their arguments; replaced by tests. */
export interface Outside {
  readonly project: (folder: string) => Project;
  readonly run: RunProgram;
  /** Prints a line of what the command is for. */
  readonly print: (line: string) => void;
  /** ms since 1970. */
  readonly now: () => number;
  /** Who works here, if no program says so. */
  readonly user: () => string;
  /** Asks a question; absent where nobody can be asked. */
  readonly ask?: (question: string) => Promise<boolean>;
}

/** The operator's own machine. */
export function operatorsMachine(): Outside {
  let signal: AbortSignal | undefined;
  const interrupted = (): AbortSignal => (signal ??= interruptSignal());
  return {
    project: projectIn,
    run: (call) => programsOnPath(process.env, interrupted())(call),
    print: (line) => {
      console.log(line);
    },
    now: Date.now,
    user: () => `${userInfo().username}@${hostname()}`,
    ...(process.stdin.isTTY &&
      process.stdout.isTTY && {
        ask: (question: string) =>
          confirm(question, {
            keyboard: process.stdin,
            screen: process.stdout,
            signal: interrupted(),
          }),
      }),
  };
}
