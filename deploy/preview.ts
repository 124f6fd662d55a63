import { forEachBounded } from "../sandbox/cluster/bounded";
import type { StackSummary } from "./deployment";
import type { DeployEvent, StackRun } from "./events";

/** The engine, as a preview needs it. */
export interface PreviewEngine {
  preview(
    stack: string,
    tell: (event: DeployEvent) => void,
    signal: AbortSignal,
  ): Promise<Omit<StackRun, "seconds">>;
}

export interface PreviewOptions {
  readonly engine: PreviewEngine;
  /** Stacks at a time. */
  readonly parallel: number;
  readonly signal: AbortSignal;
  readonly tell: (event: DeployEvent) => void;
}

/** What a deployment of these stacks would change, as each of them sees the others now. */
export async function previewStacks(
  stacks: readonly string[],
  { engine, parallel, signal, tell }: PreviewOptions,
): Promise<StackSummary[]> {
  tell({ kind: "preview", stacks });
  return await forEachBounded(stacks, parallel, signal, async (stack) => {
    tell({ kind: "started", stack });
    const startedAt = performance.now();
    const outcome = await engine.preview(stack, tell, signal);
    const run = { ...outcome, seconds: (performance.now() - startedAt) / 1000 };
    tell({ kind: "ended", ...run });
    return run;
  });
}
