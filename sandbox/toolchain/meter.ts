import { remainingSeconds } from "./estimate";
import type { BuildProgress, Product } from "./progress";

/** These are estimated apart: a slow network says nothing about the processor or the disk. */
const stepKinds = ["downloading", "compiling", "installing"] as const;
export type StepKind = (typeof stepKinds)[number];

/** One thing that a build has to do. */
export interface BuildStep {
  readonly kind: StepKind;
  /** What it is done for, shown while it lasts. */
  readonly tool: Product;
  /** What it is expected to take from nothing. */
  readonly seconds: number;
}

/** A second is how often a person looks. */
const TICK_MS = 1_000;

/** The share of a tool that is left for the linker once everything is compiled. */
const LINK_SHARE = 0.05;

/** What is being done at the moment. */
interface Current {
  readonly step: BuildStep;
  readonly expected: number;
  readonly total: number;
  readonly startedAt: number;
  done: number;
}

/** Follows a build step by step and reports how far it is, at every change and every second. */
export class BuildMeter {
  private readonly ahead: Set<BuildStep>;
  private readonly finished: { kind: StepKind; expected: number; actual: number }[] = [];
  private readonly startedAt: number;
  private readonly ticking: NodeJS.Timeout;
  private current: Current | undefined;

  constructor(
    steps: readonly BuildStep[],
    private readonly report: (progress: BuildProgress) => void,
    private readonly now: () => number = Date.now,
  ) {
    this.ahead = new Set(steps);
    this.startedAt = now();
    this.ticking = setInterval(() => {
      this.tell();
    }, TICK_MS);
    this.ticking.unref();
  }

  /**
   * A step begins.
   *
   * @param total how many packages or modules it will count; 0 if it counts nothing.
   * @param share how much of the expected work is really to be done: less than 1 if a build before
   *   this one was interrupted.
   */
  begin(step: BuildStep, total: number, share = 1): void {
    this.ahead.delete(step);
    const expected = step.seconds * share;
    this.current = { step, expected, total, startedAt: this.now(), done: 0 };
    this.tell();
  }

  /** One more package or module of the current step. */
  advance(): void {
    if (!this.current) return;
    this.current.done = Math.min(this.current.total, this.current.done + 1);
    this.tell();
  }

  /** The current step is done. Gives what it took, in seconds. */
  end(): number {
    if (!this.current) return 0;
    const { step, expected, startedAt } = this.current;
    const actual = (this.now() - startedAt) / 1000;
    this.finished.push({ kind: step.kind, expected, actual });
    this.current = undefined;
    return actual;
  }

  close(): void {
    clearInterval(this.ticking);
  }

  private tell(): void {
    if (!this.current) return;
    const { step, total, done } = this.current;
    const isLinking = step.kind === "compiling" && total > 0 && done === total;
    this.report({
      tool: step.tool,
      phase: isLinking ? "linking" : step.kind,
      done,
      total,
      elapsedMs: this.now() - this.startedAt,
      remainingMs: 1000 * sum(stepKinds.map((kind) => this.remaining(kind, this.current))),
    });
  }

  private remaining(kind: StepKind, current: Current | undefined): number {
    const finished = this.finished.filter((step) => step.kind === kind);
    const standing = {
      expectedDone: sum(finished.map(({ expected }) => expected)),
      actualDone: sum(finished.map(({ actual }) => actual)),
      expectedAhead: sum(
        [...this.ahead].filter((step) => step.kind === kind).map(({ seconds }) => seconds),
      ),
    };
    if (current?.step.kind !== kind) return remainingSeconds(standing);
    const { expected, startedAt, total, done } = current;
    const elapsed = (this.now() - startedAt) / 1000;
    // Half of what counts nothing is done when its time is up, or the estimate would only grow.
    const counted = total > 0 ? done / total : elapsed / (elapsed + expected || 1);
    const fraction = kind === "compiling" ? counted * (1 - LINK_SHARE) : counted;
    return remainingSeconds({ ...standing, current: { expected, elapsed, fraction } });
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
