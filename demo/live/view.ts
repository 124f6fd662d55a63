/** What is shown, on the page and in the terminal: plain data, ready to be drawn. */
export interface LiveView {
  /** ms since 1970. */
  readonly at: number;
  /** What happens now, in a sentence. */
  readonly headline: string;
  readonly regions: readonly RegionView[];
  readonly entries: readonly EntryView[];
  /** What has happened, the newest first. */
  readonly story: readonly StoryLine[];
  readonly totals: TotalsView;
}

export interface RegionView {
  readonly name: string;
  /** Since when it is killed, ms since 1970; absent while it is not. */
  readonly killedAt?: number;
  /** What most controllers take it to be; absent before any has said. */
  readonly state?: string;
  /** Requests that it answered in the last whole seconds, a second. */
  readonly requestsPerSecond: number;
  /** Successes among them, from 0 to 1; absent if there was none. */
  readonly successRatio?: number;
  /** Absent if there was none. */
  readonly p95Ms?: number;
  /** The last seconds, the oldest first. */
  readonly seconds: readonly SecondView[];
  /** When it was killed and started again, as positions in `seconds`. */
  readonly marks: readonly { readonly second: number; readonly kind: "killed" | "restored" }[];
}

/** What a region answered of the requests that were due in one second. */
export interface SecondView {
  readonly requests: number;
  readonly failed: number;
  /** Absent if there was none. */
  readonly p95Ms?: number;
}

export interface EntryView {
  readonly name: string;
  /** Whole percents by region, in the order of the regions; empty before they are known. */
  readonly weights: readonly { readonly region: string; readonly percent: number }[];
}

export interface StoryLine {
  readonly at: number;
  readonly kind: "said" | "killed" | "restored" | "state" | "weights" | "lost";
  readonly text: string;
  /** Why, in the controller's words. */
  readonly why: readonly string[];
}

export interface TotalsView {
  readonly sent: number;
  readonly ok: number;
  /** Of those that may be repeated. */
  readonly lostRepeatable: number;
  /** Of the others: whoever sent them has to find out. */
  readonly lostOthers: number;
  readonly longestWaitMs: number;
}
