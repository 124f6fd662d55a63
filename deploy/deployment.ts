import { forEachBounded } from "../sandbox/cluster/bounded";
import type { DeployEvent, StackResult, StackRun } from "./events";
import { addChanges, type Changes } from "./run-report";
import type { Groups } from "./target";
import { begin, fail, type Fingerprint, outdated, succeed, wiringOf } from "./wiring";

/** The engine, as a deployment needs it. */
export interface StackEngine {
  /** A digest of what other stacks read of this one; undefined: it is not deployed. */
  fingerprint(stack: string, signal: AbortSignal): Promise<Fingerprint>;
  /** Brings a stack up to date. What goes wrong is its result, also an interruption. */
  deploy(
    stack: string,
    tell: (event: DeployEvent) => void,
    signal: AbortSignal,
  ): Promise<Omit<StackRun, "seconds">>;
}

export interface DeploymentOptions {
  readonly engine: StackEngine;
  /** Stacks at a time; each is a Node program, its providers and the engine itself. */
  readonly parallel: number;
  /** Passes at most. */
  readonly passes: number;
  readonly signal: AbortSignal;
  readonly tell: (event: DeployEvent) => void;
}

/** What became of one stack in all passes. */
export interface StackSummary {
  readonly stack: string;
  readonly result: StackResult | "not started";
  readonly changes: Changes;
  readonly seconds: number;
  readonly errors: readonly string[];
}

export interface Deployment {
  readonly passes: number;
  /** One for each stack, in the order in which they were asked for. */
  readonly stacks: readonly StackSummary[];
  /** Stacks that have not seen yet what others promise by now: another pass would change them. */
  readonly outdated: readonly string[];
  /** True if a stack promises something else than before, which those left out have not seen. */
  readonly promisesChanged: boolean;
}

/**
 * Deploys stacks that read each other's outputs: group after group in the first pass, then whatever
 * is outdated, until nothing is. A stack that fails stops no other one, and is not tried again.
 */
export async function deployStacks(
  groups: Groups,
  options: DeploymentOptions,
): Promise<Deployment> {
  const { engine, parallel, passes, signal, tell } = options;
  const all = groups.flat();
  const before = await fingerprints(all, options);
  let wiring = wiringOf(before);
  const summaries = new Map(all.map((stack) => [stack, nothingYet(stack)]));

  const runOne = async (stack: string): Promise<void> => {
    wiring = begin(wiring, stack);
    tell({ kind: "started", stack });
    const startedAt = performance.now();
    const outcome = await engine.deploy(stack, tell, signal);
    const run = { ...outcome, seconds: (performance.now() - startedAt) / 1000 };
    const promises =
      run.result === "succeeded" ? await engine.fingerprint(stack, unstoppable) : undefined;
    wiring = run.result === "succeeded" ? succeed(wiring, stack, promises) : fail(wiring, stack);
    summaries.set(stack, summarize(summaries.get(stack), run));
    tell({ kind: "ended", ...run });
  };

  let pass = 0;
  for (
    let next: Groups = groups;
    next.flat().length > 0 && pass < passes;
    next = [outdated(wiring)]
  ) {
    pass += 1;
    tell({ kind: "pass", pass, stacks: next.flat() });
    for (const group of next) await untilAborted(forEachBounded(group, parallel, signal, runOne));
    if (signal.aborted) break;
  }
  return {
    passes: pass,
    stacks: [...summaries.values()],
    outdated: outdated(wiring),
    promisesChanged: all.some((stack) => wiring.get(stack)?.promises !== before.get(stack)),
  };

  /** An interruption is told by the summaries. */
  async function untilAborted(running: Promise<unknown>): Promise<void> {
    await running.catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}

/** What a stack promises after its run is read also when somebody is in a hurry: it takes a second. */
const unstoppable = new AbortController().signal;

async function fingerprints(
  stacks: readonly string[],
  { engine, parallel, signal }: DeploymentOptions,
): Promise<ReadonlyMap<string, Fingerprint>> {
  const read = await forEachBounded(stacks, parallel, signal, async (stack, either) => {
    return [stack, await engine.fingerprint(stack, either)] as const;
  });
  return new Map(read);
}

const nothingYet = (stack: string): StackSummary => ({
  stack,
  result: "not started",
  changes: {},
  seconds: 0,
  errors: [],
});

const summarize = (before: StackSummary | undefined, run: StackRun): StackSummary => ({
  ...run,
  changes: addChanges(before?.changes ?? {}, run.changes),
  seconds: (before?.seconds ?? 0) + run.seconds,
});
