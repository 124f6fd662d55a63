import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { repositoryRoot } from "../../sandbox/layout";

export interface Ending {
  /** Null: it was killed. */
  readonly code: number | null;
  readonly output: string;
  readonly seconds: number;
}

/** How long a command may take, ms. */
const BOUND_MS = 15 * 60_000;

const POLL_MS = 20;

/** A running `sandbox ...`, as a person starts it. */
export class SandboxCommand {
  output = "";
  readonly ended: Promise<Ending>;
  private readonly child: ChildProcess;
  private readonly startedAt = performance.now();

  constructor(directory: string, args: readonly string[]) {
    this.child = spawn(
      process.execPath,
      ["--import", "tsx", join(repositoryRoot, "sandbox/main.ts"), "--dir", directory, ...args],
      { cwd: repositoryRoot, stdio: ["ignore", "pipe", "pipe"], timeout: BOUND_MS },
    );
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => (this.output += text));
    }
    this.ended = once(this.child, "close").then(([code]) => ({
      code: code as number | null,
      output: this.output,
      seconds: (performance.now() - this.startedAt) / 1_000,
    }));
  }

  /**
   * Interrupts it at a moment, if it has not ended by itself until then.
   *
   * @param hasCome whether that moment is there.
   */
  async interruptAt(
    hasCome: (output: string) => Promise<boolean>,
    how: "SIGINT" | "SIGKILL",
  ): Promise<Ending> {
    const ended = this.ended.then(() => true);
    while (!(await hasCome(this.output))) {
      if (await Promise.race([ended, sleep(POLL_MS, false)])) break;
    }
    this.child.kill(how);
    return await this.ended;
  }
}
