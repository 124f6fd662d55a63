import {
  type DefaultRenderer,
  Listr,
  type ListrTaskWrapper,
  PRESET_TIMER,
  type SimpleRenderer,
} from "listr2";
import type { StackRun } from "../events";
import type { DeployRenderer } from "./renderer";
import { endText, passText, previewText, progressText } from "./words";

type Task = ListrTaskWrapper<unknown, typeof DefaultRenderer, typeof SimpleRenderer>;

/** A line of the tree: one stack in one pass. */
interface Branch {
  /** What it says below its title, until it has ended. */
  says: string;
  task?: Task;
  readonly ended: Promise<StackRun | "never begun">;
  readonly end: (run: StackRun | "never begun") => void;
}

/** A tree that grows on a terminal: the passes, and below each its stacks with what they wait for. */
export function showAsTree(): DeployRenderer {
  let branches = new Map<string, Branch>();
  // A pass is drawn to its end before the next one begins.
  let drawn: Promise<unknown> = Promise.resolve();

  const plant = (title: string, stacks: readonly string[]): void => {
    const planted = new Map(stacks.map((stack) => [stack, newBranch()]));
    branches = planted;
    drawn = drawn.then(() => draw(title, planted));
  };

  return {
    show(event) {
      switch (event.kind) {
        case "stacks-made":
          drawn = drawn.then(() => draw(`made ${event.stacks.join(", ")}`, new Map()));
          return;
        case "pass":
          plant(passText(event.pass, event.stacks), event.stacks);
          return;
        case "preview":
          plant(previewText(event.stacks), event.stacks);
          return;
        case "started":
          say(branches.get(event.stack), "starts its program");
          return;
        case "note":
          say(branches.get(event.stack), event.text);
          return;
        case "progress":
          say(branches.get(event.stack), progressText(event));
          return;
        case "ended":
          branches.get(event.stack)?.end(event);
      }
    },
    async close() {
      // After an interruption there are stacks whose turn never came.
      for (const branch of branches.values()) branch.end("never begun");
      await drawn;
    },
  };
}

function newBranch(): Branch {
  const { promise, resolve } = withResolvers<StackRun | "never begun">();
  return { says: "waits for its turn", ended: promise, end: resolve };
}

function say(branch: Branch | undefined, text: string): void {
  if (branch === undefined) return;
  branch.says = text;
  if (branch.task) branch.task.output = text;
}

async function draw(title: string, branches: ReadonlyMap<string, Branch>): Promise<void> {
  const tasks = [...branches].map(([stack, branch]) => ({
    title: stack,
    task: async (_context: unknown, task: Task): Promise<void> => {
      branch.task = task;
      task.output = branch.says;
      const run = await branch.ended;
      const ending = run === "never begun" ? "not started" : endText(run);
      task.title = `${stack.padEnd(16)} ${ending}`;
      if (run === "never begun" || run.result === "interrupted") task.skip(task.title);
      else if (run.result === "failed") throw new Error(run.errors.join("\n"));
    },
  }));
  const children = { concurrent: true, exitOnError: false } as const;
  await new Listr([{ title, task: (_context, task) => task.newListr(tasks, children) }], {
    exitOnError: false,
    // Ctrl-C is answered by bringing the engine to its end, not by leaving it.
    registerSignalListeners: false,
    rendererOptions: { collapseSubtasks: false, collapseErrors: false, timer: PRESET_TIMER },
  }).run();
}

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
