import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Topology } from "../../config/topology";
import { type Played, playWorld } from "./play";
import type { Summary } from "../report";

export interface CampaignOptions {
  readonly seed: number;
  /** Ticks of controllers, at least. */
  readonly ticks: number;
  /** Threads; 1 plays all of it in this one. */
  readonly workers: number;
  readonly topology: Topology;
  /** Called from time to time, with the ticks so far. */
  readonly progress?: (ticks: number) => void;
}

/** What a worker is given before its first world. */
export interface WorkerData {
  readonly seed: number;
  readonly topology: Topology;
}

/**
 * Plays worlds one after the other until there were enough ticks, or until something is found. A world
 * depends on the seed and its number alone, so any number of workers finds the same.
 */
export async function campaign(options: CampaignOptions): Promise<Summary> {
  const startedAt = performance.now();
  const tally = new Tally(options);
  if (options.workers === 1) {
    while (!tally.isDone) {
      tally.add(playWorld(options.seed, tally.nextWorld(), options.topology));
    }
  } else {
    await Promise.all(Array.from({ length: options.workers }, () => workThrough(options, tally)));
  }
  return tally.summary((performance.now() - startedAt) / 1_000);
}

/** One worker that plays world after world. */
function workThrough({ seed, topology }: CampaignOptions, tally: Tally): Promise<void> {
  const workerData: WorkerData = { seed, topology };
  const worker = new Worker(join(__dirname, "worker.mjs"), { workerData });
  return new Promise((resolve, reject) => {
    const next = (): void => {
      if (tally.isDone)
        worker.terminate().then(() => {
          resolve();
        }, reject);
      else worker.postMessage(tally.nextWorld());
    };
    worker.on("message", (played: Played) => {
      tally.add(played);
      next();
    });
    worker.on("error", reject);
    next();
  });
}

/** What has been played, and what comes next. */
class Tally {
  private ticks = 0;
  private writes = 0;
  private played = 0;
  private handedOut = 0;
  private first: Played["violation"];

  constructor(private readonly options: CampaignOptions) {}

  get isDone(): boolean {
    return this.first !== undefined || this.ticks >= this.options.ticks;
  }

  nextWorld(): number {
    return this.handedOut++;
  }

  add({ ticks, writes, violation }: Played): void {
    this.ticks += ticks;
    this.writes += writes;
    this.played++;
    if (violation !== undefined && violation.world < (this.first?.world ?? Infinity)) {
      this.first = violation;
    }
    this.options.progress?.(this.ticks);
  }

  summary(seconds: number): Summary {
    const { first, ticks, writes, played } = this;
    const { seed } = this.options;
    return { seed, worlds: played, ticks, writes, seconds, ...(first && { violation: first }) };
  }
}
