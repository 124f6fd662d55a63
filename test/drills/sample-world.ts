import type { DrillEvent } from "../../drills/drill-event";
import type { Injection } from "../../drills/injection";
import type { DrillStage } from "../../drills/stage";
import type { ObservationClock } from "../../sandbox/live/observation/clock";
import type { ControllerWord, ObservedEvent } from "../../sandbox/live/observation/observed-event";

export const REGIONS = ["us-east-1", "eu-west-1"];

/** What differs from a world in which all goes well; times in virtual ms. */
export interface WorldPlan {
  /** When controllers say for the first time that all is well. @default 0 */
  readonly wellFrom?: number;
  /** From when a region has been put right until all is as before. @default 60_000 */
  readonly returnMs?: number;
  /** When somebody interrupts. @default never */
  readonly interruptAt?: number;
  /** When the load ends by itself. @default never */
  readonly loadEndsAt?: number;
  /** Whether what was broken can be put right. @default true */
  readonly isMendable?: boolean;
  /** Whether controllers can be started anew. @default true */
  readonly isForgetful?: boolean;
  /** What else happens with each round's fault, by its number from 1. */
  readonly fault?: (number: number) => Partial<Injection>;
}

/**
 * Two regions in virtual time: a clock that jumps to whatever is waited for, controllers that say twice a
 * second what they see, and users whose requests are answered at once.
 */
export class World {
  now = 0;
  /** All that was done, with when. */
  readonly done: string[] = [];
  readonly interrupting = new AbortController();
  #tell: (event: ObservedEvent) => void = () => undefined;
  #victim: string | undefined;
  #mendedAt = -Infinity;
  #faults = 0;
  readonly #shares = new Map<string, Readonly<Record<string, number>>>();
  #load: { tell: (event: DrillEvent) => void; end: (said: string) => void } | undefined;

  constructor(private readonly plan: WorldPlan = {}) {}

  /** What entries serve and controllers say. */
  readonly source = (tell: (event: ObservedEvent) => void, signal: AbortSignal): Promise<void> => {
    this.#tell = tell;
    this.#speak();
    return new Promise((resolve) => {
      signal.addEventListener("abort", () => {
        resolve();
      });
    });
  };

  readonly clock: ObservationClock = {
    now: () => this.now,
    sleep: (ms, signal) => {
      const until = this.now + ms;
      while (this.now < until) this.#pass(Math.min(until - this.now, 250));
      return signal.aborted ? Promise.reject(signal.reason as Error) : Promise.resolve();
    },
  };

  readonly stage: DrillStage = {
    startLoad: (tell) => {
      this.#note("load");
      let end: (said: string) => void = () => undefined;
      const ended = new Promise<string>((resolve) => (end = resolve));
      this.#load = { tell, end };
      return Promise.resolve({
        ended,
        stop: () => {
          this.#note("load stopped");
          this.#load = undefined;
          return Promise.resolve();
        },
      });
    },
    share: (entry, region, percent) => {
      this.#note(`share ${entry} ${region} ${percent}`);
      this.#shares.set(entry, { [entry]: 100 - percent, [region]: percent });
      return Promise.resolve();
    },
    unshare: (entry) => {
      this.#note(`unshare ${entry}`);
      this.#shares.delete(entry);
      return Promise.resolve();
    },
    fault: ({ victim }) => {
      const own = this.plan.fault?.(++this.#faults);
      return {
        begin: () => {
          this.#note(`break ${victim}`);
          this.#victim = victim;
          return own?.begin?.() ?? Promise.resolve();
        },
        end: () => {
          this.#note(`mend ${victim}`);
          if (this.plan.isMendable === false) return Promise.reject(new Error("It stays dead."));
          this.#victim = undefined;
          this.#mendedAt = this.now;
          return own?.end?.() ?? Promise.resolve();
        },
      };
    },
    packets: (ways) => {
      this.#note(`packets ${ways.join(" ")}`);
      return Promise.resolve(Object.fromEntries(ways.map((way) => [way, 7])));
    },
    forget: () => {
      this.#note("forget");
      return this.plan.isForgetful === false
        ? Promise.reject(new Error("nobody listens"))
        : Promise.resolve();
    },
  };

  #pass(ms: number): void {
    this.now += ms;
    if (this.now >= (this.plan.interruptAt ?? Infinity)) {
      this.interrupting.abort(new Error("interrupted"));
    }
    if (this.now >= (this.plan.loadEndsAt ?? Infinity)) this.#load?.end("No name is known.\n");
    this.#speak();
    this.#ask();
  }

  #speak(): void {
    for (const entry of REGIONS) {
      const row = this.#shares.get(entry) ?? { [entry]: 100 };
      const weights = this.#isAway ? { [entry]: 100 } : row;
      this.#tell({ type: "weights", at: this.now, entry, weights });
      if (entry === this.#victim) continue;
      this.#tell({ type: "decision", at: this.now, decision: this.#word(entry) });
    }
  }

  #word(entry: string): ControllerWord {
    const state = (region: string): "failed" | "healthy" =>
      this.now < (this.plan.wellFrom ?? 0) || (this.#isAway && region !== entry)
        ? "failed"
        : "healthy";
    const regions = REGIONS.map((region) => ({ region, state: state(region), why: [] }));
    return { entry, summary: "", regions, because: [] };
  }

  get #isAway(): boolean {
    return this.#victim !== undefined || this.now < this.#mendedAt + (this.plan.returnMs ?? 60_000);
  }

  #ask(): void {
    for (const region of REGIONS) {
      if (region === this.#victim) continue;
      const request = { t: this.now - 20, kind: "get", entry: "e", region, status: 200 } as const;
      this.#load?.tell({ type: "request", request: { ...request, ms: 20, lateMs: 0, tries: 1 } });
    }
  }

  #note(what: string): void {
    this.done.push(`${(this.now / 1_000).toFixed(0)} s: ${what}`);
  }
}
