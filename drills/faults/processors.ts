import { setTimeout as sleep } from "node:timers/promises";
import { OperatorError } from "../../config/operator-error";
import type { Faults } from "../../sandbox/live/stand-ins/llm-processor/faults";
import type { Injection } from "../injection";
import { within } from "./within";

/** Every intent is answered 503; nothing else is the matter with the processor. */
export const errors: Partial<Faults> = { failRatio: 1, failWith: 503 };

/** Every intent takes 6 s longer: above the 5 s from which a region counts as slow. */
export const slowness: Partial<Faults> = { delayMs: 6_000 };

/** One run of a processor, which knows nothing of what an earlier one was told. */
export interface ProcessorRun {
  /** The pod's name in the network. */
  readonly pod: string;
  /** Names this run among all of all pods. */
  readonly run: string;
}

/** The processors of a region. */
export interface Processors {
  /** Tells which run, first once that is known and after changes, until the signal. */
  readonly follow: (
    onChange: (runs: readonly ProcessorRun[]) => void,
    signal: AbortSignal,
  ) => Promise<void>;
  /** Tells one what to do wrong, in place of what it was told before. It fails if that does not listen. */
  readonly tell: (run: ProcessorRun, faults: Partial<Faults>) => Promise<void>;
}

export interface ProcessorFaultsOptions {
  /** Bound of telling all that run, ms. @default 30,000 */
  readonly boundMs?: number;
  /** The same at the end, ms. @default 120,000 */
  readonly endBoundMs?: number;
  /** Wait before one that did not listen is told again, ms. @default 250 */
  readonly retryMs?: number;
}

/** Programs are started in pods for it, on a machine that is busy. */
const BOUND_MS = 30_000;
/** To put right what is broken is worth waiting for, where the machine has too much to do. */
const END_BOUND_MS = 120_000;
/** A container that has just started listens soon. */
const RETRY_MS = 250;

/** All processors of a region do something wrong, those too that start meanwhile. */
export function processorFaults(
  faults: Partial<Faults>,
  processors: Processors,
  {
    boundMs = BOUND_MS,
    endBoundMs = END_BOUND_MS,
    retryMs = RETRY_MS,
  }: ProcessorFaultsOptions = {},
): Injection {
  let telling: Telling | undefined;
  return {
    begin: async () => {
      telling = new Telling(faults, processors, retryMs);
      await telling.allTold(boundMs);
    },
    end: async () => {
      // Nobody is told anything else afterwards.
      await telling?.stop();
      telling = undefined;
      const reset = new Telling({}, processors, retryMs);
      try {
        await reset.allTold(endBoundMs);
      } finally {
        await reset.stop();
      }
    },
  };
}

/** Tells every processor that runs the same, one time for each of its runs. */
class Telling {
  private readonly ending = new AbortController();
  private readonly following: Promise<void>;
  private readonly told = new Map<string, { stop: AbortController; done: Promise<void> }>();
  /** Why those that have not heard yet have not. */
  private readonly deaf = new Map<string, string>();
  private readonly known: Promise<void>;
  private isKnown = false;

  constructor(
    private readonly faults: Partial<Faults>,
    private readonly processors: Processors,
    private readonly retryMs: number,
  ) {
    let following: Promise<void> = Promise.resolve();
    this.known = new Promise((resolve, reject) => {
      following = processors.follow((runs) => {
        this.isKnown = true;
        this.take(runs);
        resolve();
      }, this.ending.signal);
      following.catch(reject);
    });
    this.known.catch(() => undefined);
    this.following = following;
  }

  /** Resolves once all that run now have been told. */
  async allTold(boundMs: number): Promise<void> {
    await within(boundMs, this.allKnownTold(), () => this.notInTime(boundMs));
  }

  /** Tells nobody any more. */
  async stop(): Promise<void> {
    this.ending.abort();
    await Promise.allSettled([this.following, ...[...this.told.values()].map(({ done }) => done)]);
  }

  private async allKnownTold(): Promise<void> {
    await this.known;
    await Promise.all([...this.told.values()].map(({ done }) => done));
  }

  private take(runs: readonly ProcessorRun[]): void {
    const present = new Set(runs.map(({ run }) => run));
    for (const [run, { stop }] of this.told) if (!present.has(run)) stop.abort();
    for (const one of runs) {
      if (this.told.has(one.run)) continue;
      const stop = new AbortController();
      const signal = AbortSignal.any([stop.signal, this.ending.signal]);
      this.told.set(one.run, { stop, done: this.tell(one, signal) });
    }
  }

  /** Until it has heard, or is gone. */
  private async tell(run: ProcessorRun, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.processors.tell(run, this.faults);
        break;
      } catch (error) {
        this.deaf.set(run.pod, error instanceof Error ? error.message : String(error));
        await sleep(this.retryMs, undefined, { signal }).catch(() => undefined);
      }
    }
    this.deaf.delete(run.pod);
  }

  private notInTime(boundMs: number): OperatorError {
    const whom = this.isKnown
      ? [...this.deaf].map(([pod, why]) => `  ${pod}: ${why}`)
      : ["  The API server does not say which there are."];
    return new OperatorError(
      [
        `Not all processors could be told within ${boundMs / 1_000} s what to do wrong; \`sandbox ` +
          "status` says what does not run.",
        ...whom,
      ].join("\n"),
    );
  }
}
