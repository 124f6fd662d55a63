import type { ObservationClock } from "../sandbox/live/observation/clock";
import type { LiveSource } from "../sandbox/live/observation/sources";
import { expectedOf, type Layer, type Limits, type LoadRate } from "./expectations";
import { type Findings, findingsOf } from "./findings";
import { Journal } from "./journal";
import { type Miss, missesOf } from "./judgement";
import type { RoundTrip } from "./latency-findings";
import type { PlannedRound } from "./plan";
import { NotMended, playRound } from "./round";
import type { DrillStage } from "./stage";
import { type RoundTimes, timesOf } from "./times";

/** What has come of a round. */
export type RoundResult = {
  readonly round: PlannedRound;
  readonly limits: Limits;
} & (
  | { readonly findings: Findings; readonly misses: readonly Miss[] }
  /** It could not be played to its end. */
  | { readonly brokenOff: string }
);

export interface DrillOptions {
  readonly rounds: readonly PlannedRound[];
  readonly regions: readonly string[];
  /** What entries serve and controllers say. */
  readonly sources: readonly LiveSource[];
  readonly stage: DrillStage;
  /** Requests a second that are bound to nothing. */
  readonly rate: number;
  readonly load: LoadRate;
  /** Regions that may answer what is bound; empty if nothing is. */
  readonly boundTo: readonly string[];
  /** Between sites of the network, ms. */
  readonly roundTrip: RoundTrip;
  readonly without?: Layer;
  /** Other times than the usual. */
  readonly times?: Partial<RoundTimes>;
  /** Told, in a line, what goes on. */
  readonly report: (line: string) => void;
  /** Told what has come of a round, right after it. */
  readonly onResult: (result: RoundResult) => void;
  readonly signal: AbortSignal;
  readonly clock?: ObservationClock;
}

/** Whether all that was expected of a round has come true. */
export const isMet = (result: RoundResult): boolean =>
  "misses" in result && result.misses.length === 0;

/**
 * Plays rounds one after the other. One that cannot be played to its end is noted as such, and the next
 * one follows. In the end shares that were given are taken back, and no controller remembers anything.
 *
 * @throws NotMended, the signal's reason, or what keeps a share from being taken back.
 */
export async function playDrill(options: DrillOptions): Promise<RoundResult[]> {
  const { rounds, regions, sources, signal, report, onResult, without } = options;
  const journal = new Journal(regions);
  const watching = new AbortController();
  const watched = sources.map((source) => source(journal.tell, watching.signal));
  const pins = new Pins(options.stage);
  const stage: DrillStage = { ...options.stage, share: pins.share };
  const results: RoundResult[] = [];
  try {
    for (const round of rounds) {
      signal.throwIfAborted();
      const limits = expectedOf(round.mode, options.load, without);
      const times = { ...timesOf(round.mode, options.rate), ...options.times };
      const result = await resultOf({ ...options, stage, journal, round, times }, limits);
      results.push(result);
      onResult(result);
    }
  } finally {
    try {
      await pins.takeBack();
      if (journal.situation.hasSeenTrouble && !signal.aborted) {
        // What has been found is not lost by it.
        await stage.forget().catch((error: unknown) => {
          report(`Controllers could not be started anew: ${String(error)}`);
        });
      }
    } finally {
      watching.abort();
      await Promise.all(watched);
    }
  }
  return results;
}

async function resultOf(
  options: Parameters<typeof playRound>[0] &
    Pick<DrillOptions, "regions" | "boundTo" | "roundTrip">,
  limits: Limits,
): Promise<RoundResult> {
  const { round, signal } = options;
  try {
    const findings = findingsOf(await playRound(options), { ...options, ...round });
    return { round, limits, findings, misses: missesOf(findings.measured, limits) };
  } catch (error) {
    if (error instanceof NotMended) throw error;
    signal.throwIfAborted();
    return { round, limits, brokenOff: error instanceof Error ? error.message : String(error) };
  }
}

/** Shares that were given. There is one at a time; the next round may want the same again. */
class Pins {
  #entry: string | undefined;

  constructor(private readonly stage: Pick<DrillStage, "share" | "unshare">) {}

  readonly share: DrillStage["share"] = async (entry, region, percent) => {
    if (this.#entry !== undefined && this.#entry !== entry) await this.takeBack();
    this.#entry = entry;
    await this.stage.share(entry, region, percent);
  };

  async takeBack(): Promise<void> {
    const entry = this.#entry;
    this.#entry = undefined;
    if (entry !== undefined) await this.stage.unshare(entry);
  }
}
