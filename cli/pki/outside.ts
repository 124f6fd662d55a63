import { isatty } from "node:tty";
import type { IdentityStore } from "../../pki/identity-store";
import { PulumiStore } from "../../pki/pulumi-store";
import { interruptSignal } from "../../sandbox/interruption";
import { askOnTerminal } from "./prompt";

/** All that the commands touch besides files: the same for every verb, and replaced by tests. */
export interface Outside {
  /** The stacks of the project in a folder. */
  stacks(project: string): IdentityStore;
  now(): Date;
  /** Prints a line of what the command is for. */
  print(line: string): void;
  /** Prints a line of what happens meanwhile. */
  tell(line: string): void;
  /** Asks without showing the answer; undefined where nobody can be asked. */
  readonly ask?: (question: string) => Promise<string>;
}

/** The operator's own machine. */
export const operatorsMachine = (): Outside => ({
  stacks: (project) =>
    new PulumiStore({ project, variables: process.env, signal: interruptSignal() }),
  now: () => new Date(),
  print: (line) => {
    console.log(line);
  },
  tell: (line) => {
    console.error(line);
  },
  ...(isatty(0) && {
    ask: (question: string) => askOnTerminal(question, process.stdin, process.stderr),
  }),
});
