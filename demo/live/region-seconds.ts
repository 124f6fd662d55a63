import { percentile } from "../../sandbox/live/load/percentile";
import type { SecondView } from "./view";

/** How far back the picture goes, s. */
export const SHOWN_SECONDS = 90;

/** What "now" is made of, s: whole seconds before this one. */
const NOW_SECONDS = 5;

/** How long answers are waited for before a second is shown, s. */
const SETTLING_SECONDS = 1;

interface Second {
  requests: number;
  failed: number;
  readonly ms: number[];
}

/** What one region has answered, second by second. */
export class RegionSeconds {
  readonly #seconds = new Map<number, Second>();

  /** @param at when the request was due, ms since 1970. */
  add(at: number, ms: number, isFailed: boolean): void {
    const number = Math.floor(at / 1_000);
    const second = this.#seconds.get(number) ?? { requests: 0, failed: 0, ms: [] };
    this.#seconds.set(number, second);
    second.requests++;
    second.ms.push(ms);
    if (isFailed) second.failed++;
    for (const old of this.#seconds.keys()) {
      if (old >= number - SHOWN_SECONDS - 60) break;
      this.#seconds.delete(old);
    }
  }

  /** The last seconds that are over, the oldest first. */
  shown(at: number): SecondView[] {
    return this.#last(at, SHOWN_SECONDS).map(({ requests, failed, ms }) => {
      const p95Ms = p95(ms);
      return { requests, failed, ...(p95Ms !== undefined && { p95Ms }) };
    });
  }

  now(at: number): { requestsPerSecond: number; successRatio?: number; p95Ms?: number } {
    const last = this.#last(at, NOW_SECONDS);
    const requests = last.reduce((sum, second) => sum + second.requests, 0);
    const failed = last.reduce((sum, second) => sum + second.failed, 0);
    const p95Ms = p95(last.flatMap(({ ms }) => ms));
    return {
      requestsPerSecond: requests / NOW_SECONDS,
      ...(requests > 0 && { successRatio: 1 - failed / requests }),
      ...(p95Ms !== undefined && { p95Ms }),
    };
  }

  /** Where a moment is among the seconds that are shown; undefined if it is not. */
  static position(moment: number, at: number): number | undefined {
    const position = Math.floor(moment / 1_000) - (endOf(at) - SHOWN_SECONDS);
    return position >= 0 && position < SHOWN_SECONDS ? position : undefined;
  }

  #last(at: number, count: number): readonly Second[] {
    const end = endOf(at);
    return Array.from(
      { length: count },
      (_, index) => this.#seconds.get(end - count + index) ?? { requests: 0, failed: 0, ms: [] },
    );
  }
}

/** The first second that is not over, s since 1970. */
const endOf = (at: number): number => Math.floor(at / 1_000) - SETTLING_SECONDS;

const p95 = (ms: readonly number[]): number | undefined =>
  percentile(
    [...ms].sort((one, other) => one - other),
    0.95,
  );
