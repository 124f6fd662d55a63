import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LocalWorkspace, Stack } from "@pulumi/pulumi/automation";
import type { SemVer } from "semver";
import { OperatorError } from "../../config/operator-error";
import { DetachedPulumi, PulumiFailure, pulumiVersion, type Telling } from "./detached-pulumi";
import { removeDeadLocks, type StackLock } from "./stack-locks";

export interface ProjectOptions {
  /** Folder with Pulumi.yaml, the stack files and the program. */
  readonly directory: string;
  /** The project's name in Pulumi.yaml. */
  readonly name: string;
  /** The whole environment of the engine: how it is found, its backend, its passphrase. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  /** Folder for what the engine says, a file for each stack. @default .nephoran/logs of the project */
  readonly logs?: string;
}

/** The stacks of a project, by the Automation API, where the program is. */
export class ProjectStacks {
  private constructor(
    private readonly options: ProjectOptions,
    private readonly logs: string,
    private readonly version: SemVer,
    private readonly backend: string,
  ) {}

  /** @throws OperatorError if there is no engine, or no backend that it is logged in to. */
  static async open(options: ProjectOptions): Promise<ProjectStacks> {
    const version = await pulumiVersion(options.directory, options.environment);
    const logs = options.logs ?? (await ownFolder(options.directory));
    await mkdir(logs, { recursive: true, mode: 0o700 });
    const pulumi = new DetachedPulumi(version, { log: join(logs, "nephoran.log") });
    const workspace = await workspaceOf(options, pulumi);
    const { url } = await explained("cannot use its backend", () => workspace.whoAmI());
    return new ProjectStacks(options, logs, version, url ?? "");
  }

  /** Where the last operation on a stack is told in full. */
  logOf = (stack: string): string => join(this.logs, `${stack}.log`);

  /** Names of the stacks that exist. */
  async existing(): Promise<string[]> {
    const workspace = await this.workspace(this.telling("nephoran"));
    const stacks = await explained("cannot list the stacks", () => workspace.listStacks());
    return stacks.map(({ name }) => name.split("/").at(-1) ?? name);
  }

  /** Makes the stacks that do not exist, and answers which these were. */
  async make(stacks: readonly string[], signal: AbortSignal): Promise<string[]> {
    const existing = await this.existing();
    const missing = stacks.filter((stack) => !existing.includes(stack));
    for (const stack of missing) {
      signal.throwIfAborted();
      await this.removeDeadLocks(stack);
      await this.pulumi(stack, ["stack", "init", stack, "--no-select"]).catch((error: unknown) => {
        // By an engine that outlived an earlier start of this very command.
        if (!(error instanceof PulumiFailure && /already exists/.test(error.complaint)))
          throw error;
      });
    }
    return missing;
  }

  /**
   * The stack, which has to exist.
   *
   * @param onEvent told each event of operations on it.
   */
  async select(stack: string, onEvent?: (event: unknown) => void): Promise<Stack> {
    return await Stack.select(stack, await this.workspace(this.telling(stack, onEvent)));
  }

  /** All outputs of a stack, secrets in clear. They are for comparing and reading, never for keeping. */
  async outputs(stack: string): Promise<Record<string, unknown>> {
    const selected = await this.select(stack);
    const outputs = await explained(`cannot read the outputs of ${stack}`, () =>
      selected.outputs(),
    );
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { value }]) => [name, value as unknown]),
    );
  }

  /**
   * Runs `pulumi ARGS --stack STACK` and answers what it prints.
   *
   * @throws PulumiFailure
   */
  async pulumi(stack: string, args: readonly string[]): Promise<string> {
    const named = args.includes("init") ? args : [...args, "--stack", stack];
    const { directory, environment } = this.options;
    const pulumi = new DetachedPulumi(this.version, this.telling(stack));
    const { stdout } = await pulumi.run(named, directory, environment);
    return stdout;
  }

  /** Removes the locks of dead engines, and answers those of living ones. */
  async removeDeadLocks(stack: string): Promise<StackLock[]> {
    const { directory: project, name: projectName } = this.options;
    return await removeDeadLocks({ backend: this.backend, project, projectName, stack });
  }

  private telling = (stack: string, onEvent?: (event: unknown) => void): Telling => ({
    log: this.logOf(stack),
    ...(onEvent && { onEvent }),
  });

  private workspace = (telling: Telling): Promise<LocalWorkspace> =>
    workspaceOf(this.options, new DetachedPulumi(this.version, telling));
}

const workspaceOf = (
  { directory, environment }: ProjectOptions,
  pulumi: DetachedPulumi,
): Promise<LocalWorkspace> =>
  LocalWorkspace.create({
    workDir: directory,
    envVars: definedOnly(environment),
    pulumiCommand: pulumi.asPulumiCommand(),
  });

const definedOnly = (environment: Readonly<NodeJS.ProcessEnv>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );

/** A folder in the project that nobody commits by accident. */
async function ownFolder(directory: string): Promise<string> {
  const folder = join(directory, ".nephoran");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, ".gitignore"), "*\n");
  return join(folder, "logs");
}

/** What the engine says when it fails, as an error that says what was wanted of it. */
async function explained<T>(what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof PulumiFailure)) throw error;
    throw new OperatorError(`pulumi ${what}:\n${error.complaint.replace(/^/gm, "  ")}`);
  }
}
