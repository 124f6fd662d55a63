import type { StackEngine } from "../../deploy/deployment";

/** A stack as a model: what it promises follows from what it sees. */
export interface ModelStack {
  /** What it promises, given what it saw of the others when its run began. */
  readonly promises: (seen: ReadonlyMap<string, string>) => string;
  /** Turns of the event loop that its run lasts. */
  readonly turns: number;
  readonly fails?: boolean;
}

/** Stacks in a backend of memory, which read each other as real ones do: somewhere in their run. */
export class ModelEngine implements StackEngine {
  readonly promised = new Map<string, string>();
  /** What each stack saw in its last run that succeeded. */
  readonly saw = new Map<string, ReadonlyMap<string, string>>();
  /** Stacks in the order in which their runs began. */
  readonly runs: string[] = [];
  /** The most runs that went on at the same time. */
  mostAtATime = 0;
  private atATime = 0;

  constructor(private readonly stacks: ReadonlyMap<string, ModelStack>) {}

  fingerprint = (stack: string): Promise<string | undefined> =>
    Promise.resolve(this.promised.get(stack));

  deploy: StackEngine["deploy"] = async (stack, _tell, signal) => {
    this.runs.push(stack);
    this.atATime += 1;
    this.mostAtATime = Math.max(this.mostAtATime, this.atATime);
    const { promises, turns, fails } = this.stacks.get(stack) ?? { promises: () => "", turns: 0 };
    for (let turn = 0; turn < turns / 2; turn += 1) await new Promise(setImmediate);
    const seen = new Map(this.promised);
    seen.delete(stack);
    for (let turn = 0; turn < turns / 2; turn += 1) await new Promise(setImmediate);
    this.atATime -= 1;
    if (signal.aborted) return { stack, result: "interrupted", changes: {}, errors: [] };
    if (fails === true) return { stack, result: "failed", changes: {}, errors: ["no"] };
    const changes = this.saw.has(stack) ? { same: 1 } : { create: 1 };
    this.saw.set(stack, seen);
    this.promised.set(stack, promises(seen));
    return { stack, result: "succeeded", changes, errors: [] };
  };
}
