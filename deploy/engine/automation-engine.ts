import { OperatorError } from "../../config/operator-error";
import { lastLines } from "../../sandbox/processes/log-tail";
import type { StackEngine } from "../deployment";
import type { DeployEvent, StackRun } from "../events";
import { fingerprintOf } from "../fingerprint";
import { advance, engineEventSchema, notStarted, reasonsOf, type RunProgress } from "../run-report";
import type { Fingerprint } from "../wiring";
import { PulumiFailure } from "./detached-pulumi";
import { awaitUnlocked, clearInterrupted, isConflict, TAKES_OVER } from "./leftovers";
import type { ProjectStacks } from "./project-stacks";

export interface RunSettings {
  /** Folders of policy packs that every run is held to. */
  readonly policyPacks: readonly string[];
  /** Whether the clusters are asked first what is really there. */
  readonly refresh: boolean;
}

type Outcome = Omit<StackRun, "seconds">;
type Tell = (event: DeployEvent) => void;

/** How often a run is told about, ms. */
const PROGRESS_MS = 1_000;

/** Runs that find the stack in use after all: another start of this command was a moment ahead. */
const CONFLICTS_AT_MOST = 5;

/** The real engine, by the Automation API. */
export class AutomationEngine implements StackEngine {
  /** Stacks whose leftovers have been dealt with. */
  private readonly tidied = new Set<string>();
  /** Those of them that had any, which their next run takes over. */
  private readonly interrupted = new Set<string>();

  constructor(
    private readonly stacks: ProjectStacks,
    private readonly settings: RunSettings,
  ) {}

  async fingerprint(stack: string): Promise<Fingerprint> {
    return fingerprintOf(await this.stacks.outputs(stack));
  }

  async deploy(stack: string, tell: Tell, signal: AbortSignal): Promise<Outcome> {
    const say = (text: string): void => {
      tell({ kind: "note", stack, text });
    };
    return await this.outcomeOf(stack, signal, async () => {
      for (let conflicts = 0; ; conflicts += 1) {
        await awaitUnlocked(this.stacks, stack, say, signal);
        if (!this.tidied.has(stack) && (await clearInterrupted(this.stacks, stack, say))) {
          this.interrupted.add(stack);
        }
        this.tidied.add(stack);
        const outcome = await this.run("up", stack, tell, signal);
        if (!isConflict(outcome.errors) || conflicts === CONFLICTS_AT_MOST) return outcome;
      }
    });
  }

  /** What a deployment would change. It changes nothing itself, and needs the stack to exist. */
  async preview(stack: string, tell: Tell, signal: AbortSignal): Promise<Outcome> {
    return await this.outcomeOf(stack, signal, () => this.run("preview", stack, tell, signal));
  }

  /** What cannot even be begun is the result of this stack, and nobody else's. */
  private async outcomeOf(
    stack: string,
    signal: AbortSignal,
    action: () => Promise<Outcome>,
  ): Promise<Outcome> {
    try {
      return await action();
    } catch (error) {
      if (signal.aborted) return { stack, result: "interrupted", changes: {}, errors: [] };
      if (!(error instanceof OperatorError || error instanceof PulumiFailure)) throw error;
      return { stack, result: "failed", changes: {}, errors: [error.message] };
    }
  }

  private async run(
    operation: "up" | "preview",
    stack: string,
    tell: Tell,
    signal: AbortSignal,
  ): Promise<Outcome> {
    let progress = notStarted;
    const selected = await this.stacks.select(stack, (event) => {
      progress = advance(progress, engineEventSchema.parse(event), performance.now());
    });
    if (this.interrupted.has(stack)) Object.assign(selected.workspace.envVars, TAKES_OVER);
    const startedAt = performance.now();
    const timer = setInterval(() => {
      tell(progressEvent(stack, progress, startedAt));
    }, PROGRESS_MS);
    const options = {
      color: "never" as const,
      suppressProgress: true,
      refresh: this.settings.refresh,
      policyPacks: [...this.settings.policyPacks],
      signal,
    };
    try {
      if (operation === "up") {
        await selected.up({ ...options, showSecrets: false });
        this.interrupted.delete(stack);
      } else {
        await selected.preview(options);
      }
      return { stack, result: "succeeded", changes: progress.changes, errors: [] };
    } catch (error) {
      if (!(error instanceof PulumiFailure)) throw error;
      const { changes } = progress;
      if (signal.aborted) {
        // An engine that has just begun may not know yet how to end in order.
        await this.stacks.removeDeadLocks(stack);
        return { stack, result: "interrupted", changes, errors: [] };
      }
      return { stack, result: "failed", changes, errors: await this.reasons(stack, progress) };
    } finally {
      clearInterval(timer);
    }
  }

  private async reasons(stack: string, progress: RunProgress): Promise<readonly string[]> {
    const log = this.stacks.logOf(stack);
    const reasons = reasonsOf(progress);
    const told = reasons.length > 0 ? reasons : await lastLines(log, 10);
    return [...told, `All of its output: ${log}`];
  }
}

function progressEvent(stack: string, progress: RunProgress, startedAt: number): DeployEvent {
  const now = performance.now();
  const seconds = (since: number): number => Math.round((now - since) / 1000);
  const [longest] = [...progress.underWay.values()].sort((a, b) => a.since - b.since);
  return {
    kind: "progress",
    stack,
    operations: progress.operations,
    unchanged: progress.unchanged,
    seconds: seconds(startedAt),
    ...(longest && {
      waitingFor: {
        what: longest.what,
        seconds: seconds(longest.since),
        ...(longest.waitsFor !== undefined && { reason: longest.waitsFor }),
      },
    }),
  };
}
