import { outcomeOf } from "../../sandbox/live/load/load-event";
import { requestKinds } from "../../sandbox/live/load/kinds";
import type { LiveEvent } from "./live-event";

/** What a death has cost, and how long everything took. Durations in ms; absent: it was not seen. */
export interface Figures {
  readonly sent: number;
  readonly ok: number;
  /** Repeatable requests that failed. */
  readonly lostRepeatable: number;
  /** Requests that failed and may not be repeated. */
  readonly lostOthers: number;
  /** Longest time until an answer. */
  readonly longestWaitMs: number;
  /** From the kill until a controller elsewhere called the region failed. */
  readonly detectedMs?: number;
  /** Entries elsewhere that sent anything to the region when it was killed. */
  readonly entriesThatSent: number;
  /** From the kill until the last of them had written that it sends nothing there. */
  readonly weightsWrittenMs?: number;
  /** From the restoration until the region answered a request again. */
  readonly answersAgainMs?: number;
  /** From the restoration until a controller began to give it a growing share. */
  readonly rampBeganMs?: number;
  /** From there until everybody was where they were before the kill. */
  readonly recoveredMs?: number;
}

type Row = Readonly<Record<string, number>>;

/** Finds the figures of one region's death in what happens. */
export class FigureRecord {
  readonly #requests = { sent: 0, ok: 0, lostRepeatable: 0, lostOthers: 0, longestWaitMs: 0 };
  /** What each entry serves now, and served when the region was killed. */
  readonly #rows = new Map<string, Row>();
  #rowsBefore: ReadonlyMap<string, Row> = new Map();
  /** What each controller takes the region to be. */
  readonly #states = new Map<string, string>();
  #killedAt: number | undefined;
  #restoredAt: number | undefined;
  #detectedAt: number | undefined;
  #weightsWrittenAt: number | undefined;
  #answersAgainAt: number | undefined;
  #rampBeganAt: number | undefined;
  #recoveredAt: number | undefined;

  /** @param victim the region that is killed. @param regions all of them. */
  constructor(
    private readonly victim: string,
    private readonly regions: readonly string[],
  ) {}

  add(event: LiveEvent): void {
    switch (event.type) {
      case "request":
        this.#request(event.request);
        break;
      case "weights":
        this.#weights(event.at, event.entry, event.weights);
        break;
      case "decision":
        this.#decision(event.at, event.decision);
        break;
      case "killed":
        this.#killedAt = event.at;
        this.#rowsBefore = new Map(this.#rows);
        break;
      case "restored":
        this.#restoredAt = event.at;
        // What its controller said before its death is not its word any more.
        this.#states.delete(this.victim);
        break;
      case "said":
        break;
    }
  }

  /** Whether everybody has said by now what they serve and that all regions are well. */
  get isCalm(): boolean {
    return (
      this.#rows.size === this.regions.length &&
      this.regions.every((name) => this.#states.get(name) === "healthy")
    );
  }

  /** Whether all is as it was before the kill, the region answering again. */
  get isRecovered(): boolean {
    return this.#recoveredAt !== undefined && this.#answersAgainAt !== undefined;
  }

  /** What an entry sends to the region now, percent; 0 while it is not known. */
  sharedBy(entry: string): number {
    return this.#rows.get(entry)?.[this.victim] ?? 0;
  }

  get figures(): Figures {
    const since = (from: number | undefined, to: number | undefined) =>
      from === undefined || to === undefined ? undefined : to - from;
    const durations = {
      detectedMs: since(this.#killedAt, this.#detectedAt),
      weightsWrittenMs: since(this.#killedAt, this.#weightsWrittenAt),
      answersAgainMs: since(this.#restoredAt, this.#answersAgainAt),
      rampBeganMs: since(this.#restoredAt, this.#rampBeganAt),
      recoveredMs: since(this.#rampBeganAt, this.#recoveredAt),
    };
    const seen = Object.entries(durations).filter(([, value]) => value !== undefined);
    return {
      ...this.#requests,
      entriesThatSent: this.#senders().length,
      ...(Object.fromEntries(seen) as Partial<Record<keyof typeof durations, number>>),
    };
  }

  #request(request: Extract<LiveEvent, { type: "request" }>["request"]): void {
    const { kind, ms, region, status, t } = request;
    const outcome = outcomeOf(request);
    this.#requests.sent++;
    if (outcome === "ok") this.#requests.ok++;
    if (outcome === "failed") {
      this.#requests[requestKinds[kind].isRepeatable ? "lostRepeatable" : "lostOthers"]++;
    }
    if (status !== undefined) {
      this.#requests.longestWaitMs = Math.max(this.#requests.longestWaitMs, ms);
    }
    const isBack =
      outcome === "ok" && region === this.victim && t >= (this.#restoredAt ?? Infinity);
    if (isBack) this.#answersAgainAt ??= t + ms;
  }

  #weights(at: number, entry: string, row: Row): void {
    const before = this.sharedBy(entry);
    this.#rows.set(entry, row);
    if (this.#killedAt === undefined) return;
    if (this.#restoredAt !== undefined) {
      if (this.sharedBy(entry) > before) this.#rampBeganAt ??= at;
      this.#seeRecovery(at);
    } else if (before > 0 && this.#senders().every((sender) => this.sharedBy(sender) === 0)) {
      this.#weightsWrittenAt ??= at;
    }
  }

  #decision(at: number, decision: Extract<LiveEvent, { type: "decision" }>["decision"]): void {
    const { entry, regions } = decision;
    const state = regions.find(({ region }) => region === this.victim)?.state;
    if (state === undefined) return;
    this.#states.set(entry, state);
    if (this.#killedAt !== undefined && this.#restoredAt === undefined && entry !== this.victim) {
      if (state === "failed") this.#detectedAt ??= at;
    }
    if (this.#restoredAt !== undefined) {
      if (state === "recovering") this.#rampBeganAt ??= at;
      this.#seeRecovery(at);
    }
  }

  #seeRecovery(at: number): void {
    const areRowsBack = [...this.#rowsBefore].every(([entry, row]) =>
      this.regions.every((name) => (this.#rows.get(entry)?.[name] ?? 0) === (row[name] ?? 0)),
    );
    const isWell = this.regions.every((name) => this.#states.get(name) === "healthy");
    if (areRowsBack && isWell) this.#recoveredAt ??= at;
  }

  #senders(): string[] {
    return [...this.#rowsBefore].flatMap(([entry, row]) =>
      entry !== this.victim && (row[this.victim] ?? 0) > 0 ? [entry] : [],
    );
  }
}

/** The figures for people, a line each. */
export function figureLines(victim: string, figures: Figures): string[] {
  const { sent, ok, lostRepeatable, lostOthers, longestWaitMs, entriesThatSent } = figures;
  return [
    `Requests: ${sent} sent, ${ok} succeeded.`,
    `Lost: ${lostRepeatable} that may be repeated, ${lostOthers} that may not.`,
    `Longest wait for an answer: ${seconds(longestWaitMs)}.`,
    `${victim} called failed: ${after(figures.detectedMs, "its death")}.`,
    entriesThatSent === 0
      ? `Weights written: none, since no other entry sent anything to ${victim}.`
      : `Weights written, of ${entriesThatSent} ${entriesThatSent === 1 ? "entry" : "entries"}: ` +
        `${after(figures.weightsWrittenMs, "its death")}.`,
    `First answer of ${victim} again: ${after(figures.answersAgainMs, "its start")}.`,
    `Ramp begun: ${after(figures.rampBeganMs, "its start")}.`,
    `Everything as before: ${after(figures.recoveredMs, "the ramp's beginning")}.`,
  ];
}

const after = (ms: number | undefined, what: string): string =>
  ms === undefined ? "not within the time of the show" : `${seconds(ms)} after ${what}`;

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
