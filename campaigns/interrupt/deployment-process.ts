import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pidsWithVariable } from "../../sandbox/processes/process-table";
import { repositoryRoot } from "../../sandbox/layout";

/**
 * How a deployment is interrupted: `command` kills the command alone, whose engines live on;
 * `everything` kills all of its processes at once, as a loss of power does; `ctrl-c` asks it to end.
 */
export const interruptions = ["command", "everything", "ctrl-c"] as const;
export type Interruption = (typeof interruptions)[number];

export interface Deployable {
  /** Folder of the project. */
  readonly directory: string;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
}

export interface Ending {
  /** Null: it was killed. */
  readonly code: number | null;
  readonly output: string;
  readonly seconds: number;
}

/** Inherited by all processes of one deployment, so that they are found again. */
const MARK = "NEPHORAN_CAMPAIGN_RUN";

/** How long a deployment may take, ms. */
const DEPLOYMENT_MS = 20 * 60_000;

/** A running `nephoran deploy all`. */
export class DeploymentProcess {
  private readonly mark = randomUUID();
  private readonly child: ChildProcess;
  private readonly startedAt = performance.now();
  private output = "";
  readonly ended: Promise<Ending>;

  constructor({ directory, environment }: Deployable, options: readonly string[]) {
    const command = join(repositoryRoot, "cli", "nephoran.mjs");
    this.child = spawn(
      process.execPath,
      [command, "deploy", "all", "--project", directory, ...options],
      {
        cwd: directory,
        env: { ...environment, [MARK]: this.mark },
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
        timeout: DEPLOYMENT_MS,
      },
    );
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => (this.output += text));
    }
    this.ended = once(this.child, "close").then(([code]) => ({
      code: code as number | null,
      output: this.output,
      seconds: (performance.now() - this.startedAt) / 1000,
    }));
  }

  /** Interrupts it after a time, if it has not ended by itself until then. */
  async interruptAfter(seconds: number, how: Interruption): Promise<Ending> {
    const early = await Promise.race([this.ended, sleep(seconds * 1000, undefined)]);
    if (early !== undefined) return early;
    switch (how) {
      case "command":
        this.child.kill("SIGKILL");
        break;
      case "everything":
        await this.killEverything();
        break;
      case "ctrl-c":
        this.child.kill("SIGINT");
    }
    return await this.ended;
  }

  /** The processes of this deployment that run, the engines among them. */
  processes = (): Promise<number[]> => pidsWithVariable(MARK, this.mark);

  private async killEverything(): Promise<void> {
    for (let left = await this.processes(); left.length > 0; left = await this.processes()) {
      for (const pid of left) killIfThere(pid);
    }
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
