import { join } from "node:path";
import { Command } from "commander";
import { OperatorError } from "../../config/operator-error";
import { deployStacks } from "../../deploy/deployment";
import type { AutomationEngine } from "../../deploy/engine/automation-engine";
import type { ProjectStacks } from "../../deploy/engine/project-stacks";
import { previewStacks } from "../../deploy/preview";
import { showAsJson } from "../../deploy/progress/json";
import { showInLines } from "../../deploy/progress/lines";
import type { DeployRenderer } from "../../deploy/progress/renderer";
import { isComplete, nextSteps, summaryTable } from "../../deploy/summary";
import { type Groups, stacksOf } from "../../deploy/target";
import { interruptSignal } from "../../sandbox/interruption";
import { repositoryRoot } from "../../sandbox/layout";
import { confirm } from "./confirm";
import { count, type LocatedProject, projectIn, withProject } from "./options";

interface Options {
  readonly project: string;
  readonly preview?: true;
  readonly yes?: true;
  readonly parallel: number;
  readonly passes: number;
  readonly policy: boolean;
  readonly refresh?: true;
  readonly json?: true;
}

/** Brings regions up to date, until each knows what the others promise. */
export const deployCommand = (): Command =>
  withProject(new Command("deploy"))
    .description(
      "Deploy regions, in as many passes as it takes until each knows what the others promise. " +
        "Ctrl-C lets the engine finish what it is doing; to go on, run the same again, also after a kill.",
    )
    .argument(
      "<what>",
      "global (the regions with the global control plane), regions, all, or one region",
    )
    .option("--preview", "say what would change, and change nothing")
    .option("-y, --yes", "do not ask; without a terminal nothing is ever asked")
    .option("--parallel <stacks>", "stacks at a time", count, 2)
    .option("--passes <count>", "passes at most", count, 3)
    .option("--no-policy", "do not hold the stacks to the policy pack")
    .option("--refresh", "first ask the clusters what is really there")
    .option("--json", "one JSON object a line: what happens, then a summary of each stack")
    .action(async (what: string, options: Options) => {
      const signal = interruptSignal();
      const project = projectIn(options.project);
      const run = new DeployRun(project, stacksOf(what, project.topology), options, signal);
      await run.toItsEnd();
    });

/** One call of the command. */
class DeployRun {
  private readonly all: readonly string[];
  private readonly chosen: readonly string[];

  constructor(
    private readonly project: LocatedProject,
    private readonly groups: Groups,
    private readonly options: Options,
    private readonly signal: AbortSignal,
  ) {
    this.all = project.topology.regions.map(({ name }) => name);
    this.chosen = groups.flat();
  }

  async toItsEnd(): Promise<void> {
    const { stacks, engine } = await this.open();
    const existing = await stacks.existing();
    const missing = this.all.filter((stack) => !existing.includes(stack));
    if (this.options.preview) {
      requireStacks(missing);
      await this.preview(engine);
      return;
    }
    if (this.asks() && !(await this.isWanted(engine, missing))) {
      this.print("Nothing was deployed.");
      return;
    }
    await this.deploy(stacks, engine, existing);
  }

  private async open(): Promise<{ stacks: ProjectStacks; engine: AutomationEngine }> {
    // Half a second of loading, which `--help` and a mistyped region need not wait for.
    const [{ ProjectStacks }, { AutomationEngine }] = await Promise.all([
      import("../../deploy/engine/project-stacks.js"),
      import("../../deploy/engine/automation-engine.js"),
    ]);
    const { directory, name } = this.project;
    const stacks = await ProjectStacks.open({ directory, name, environment: process.env });
    const engine = new AutomationEngine(stacks, {
      policyPacks: this.options.policy ? [join(repositoryRoot, "policy")] : [],
      refresh: this.options.refresh === true,
    });
    return { stacks, engine };
  }

  private asks(): boolean {
    const { yes, json } = this.options;
    return yes !== true && json !== true && process.stdin.isTTY && process.stdout.isTTY;
  }

  /** Shows what would happen, and asks. */
  private async isWanted(engine: AutomationEngine, missing: readonly string[]): Promise<boolean> {
    if (missing.length === 0) {
      await this.preview(engine);
    } else {
      this.print(
        `New stacks: ${missing.join(", ")}. What a deployment changes can be previewed once they exist.`,
      );
    }
    const { signal } = this;
    const question = `Deploy ${this.chosen.join(", ")}?`;
    return await confirm(question, { keyboard: process.stdin, screen: process.stdout, signal });
  }

  private async preview(engine: AutomationEngine): Promise<void> {
    const { parallel } = this.options;
    const stacks = await this.shown((tell) =>
      previewStacks(this.chosen, { engine, parallel, signal: this.signal, tell }),
    );
    this.print(["", ...summaryTable(stacks, "WOULD BE")].join("\n"));
    this.signal.throwIfAborted();
    const failed = stacks.filter(({ result }) => result !== "succeeded").map(({ stack }) => stack);
    if (failed.length === 0) return;
    throw new OperatorError(
      `Nothing was deployed, since ${failed.join(", ")} cannot be. Mend what the errors say; with ` +
        "--yes the other stacks are deployed all the same.",
    );
  }

  private async deploy(
    stacks: ProjectStacks,
    engine: AutomationEngine,
    existing: readonly string[],
  ): Promise<void> {
    const { parallel, passes } = this.options;
    const { signal } = this;
    const deployment = await this.shown(async (tell) => {
      // All before any: a stack that refers to one which does not exist cannot even be previewed.
      const made = await stacks.make(this.all, signal);
      if (made.length > 0) tell({ kind: "stacks-made", stacks: made });
      return await deployStacks(this.groups, { engine, parallel, passes, signal, tell });
    });
    if (this.options.json) {
      for (const summary of deployment.stacks)
        console.log(JSON.stringify({ event: "summary", ...summary }));
    }
    const others = existing.filter(
      (stack) => this.all.includes(stack) && !this.chosen.includes(stack),
    );
    this.print(
      ["", ...summaryTable(deployment.stacks), ...nextSteps(deployment, others)].join("\n"),
    );
    signal.throwIfAborted();
    if (!isComplete(deployment)) process.exitCode = 1;
  }

  /** Shows what happens while something is done. */
  private async shown<T>(action: (tell: DeployRenderer["show"]) => Promise<T>): Promise<T> {
    const renderer = await rendererFor(this.options);
    try {
      return await action(renderer.show);
    } finally {
      await renderer.close();
    }
  }

  /** For people alone. */
  private print(text: string): void {
    if (!this.options.json) console.log(text);
  }
}

async function rendererFor({ json }: Options): Promise<DeployRenderer> {
  if (json) return showAsJson(process.stdout);
  if (!process.stdout.isTTY) return showInLines(process.stdout);
  const { showAsTree } = await import("../../deploy/progress/tree.js");
  return showAsTree();
}

function requireStacks(missing: readonly string[]): void {
  if (missing.length === 0) return;
  throw new OperatorError(
    `Nothing can be previewed yet: every region reads the stacks of all others, and ` +
      `${missing.join(", ")} ${missing.length === 1 ? "does" : "do"} not exist. Make them empty:\n` +
      missing.map((stack) => `  pulumi stack init ${stack} --no-select`).join("\n"),
  );
}
