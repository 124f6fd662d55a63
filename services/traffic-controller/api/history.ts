import { API_VERSION } from "./decision-schema";
import { instantOf } from "./explanation";
import type { HistoryAnswer, HistoryEntry } from "./history-schema";

/** What has happened, as it is handed over. */
export type Happening = Omit<HistoryEntry, "at">;

/** What is kept of the past; some hundred kilobytes at most. */
export const KEPT = 500;

/** What has happened since a start; of the oldest only the number is kept. */
export class History {
  private readonly kept: HistoryEntry[] = [];
  private total = 0;

  /** @param capacity how many are kept. */
  constructor(
    private readonly startedAtMs: number,
    private readonly capacity = KEPT,
  ) {}

  add(happening: Happening, nowMs: number): void {
    this.kept.push({ at: instantOf(nowMs), ...happening });
    this.total += 1;
    if (this.kept.length > this.capacity) this.kept.shift();
  }

  /** The newest first, `limit` of them at most. */
  answer(limit: number): HistoryAnswer {
    return {
      version: API_VERSION,
      since: instantOf(this.startedAtMs),
      total: this.total,
      entries: this.kept.slice(-limit).reverse(),
    };
  }
}
