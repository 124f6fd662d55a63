import { outcomeOf } from "../sandbox/live/load/load-event";
import type { ControllerWord } from "../sandbox/live/observation/observed-event";
import type { DrillEvent } from "./drill-event";

/** Whole percents by region. */
export type Row = Readonly<Record<string, number>>;

/** What each entry serves. */
export type Rows = ReadonlyMap<string, Row>;

/** After that a controller's word is not its word any more, ms: it is asked twice a second. */
const FRESH_MS = 5_000;

/** A row that changes by steps does so at least once in that, ms: its hold-down, and a tick. */
const QUIET_MS = 11_500;

/** How regions are at a moment, by what has been observed up to it. No clock of its own. */
export class Situation {
  readonly #rows = new Map<string, Row>();
  readonly #words = new Map<string, { readonly at: number; readonly word: ControllerWord }>();
  readonly #answeredAt = new Map<string, number>();
  #rowsChangedAt = -Infinity;
  #requests = 0;
  #hasSeenTrouble = false;

  /** @param regions all of them. */
  constructor(private readonly regions: readonly string[]) {}

  add(event: DrillEvent): void {
    switch (event.type) {
      case "request": {
        const { region, t, ms } = event.request;
        this.#requests++;
        if (region === undefined || outcomeOf(event.request) !== "ok") break;
        this.#answeredAt.set(region, Math.max(this.#answeredAt.get(region) ?? 0, t + ms));
        break;
      }
      case "weights":
        if (!isSameRow(this.#rows.get(event.entry), event.weights)) {
          this.#rowsChangedAt = event.at;
        }
        this.#rows.set(event.entry, event.weights);
        break;
      case "decision":
        this.#words.set(event.decision.entry, { at: event.at, word: event.decision });
        if (!isAllHealthy(event.decision)) this.#hasSeenTrouble = true;
        break;
      case "breaking":
      case "broken":
      case "mending":
      case "mended":
      case "settled":
      case "crossings":
        break;
    }
  }

  /** Requests of all loads that have ended by now. */
  get requests(): number {
    return this.#requests;
  }

  /** Whether every controller has said anything yet. */
  get haveAllSpoken(): boolean {
    return this.regions.every((name) => this.#words.has(name));
  }

  /** Whether any controller has taken a region for anything but healthy since `forgetTrouble`. */
  get hasSeenTrouble(): boolean {
    return this.#hasSeenTrouble;
  }

  forgetTrouble(): void {
    this.#hasSeenTrouble = false;
  }

  get rows(): Rows {
    return new Map(this.#rows);
  }

  /** What an entry sends to a region, percent; 0 while it is not known. */
  sharedBy(entry: string, region: string): number {
    return this.#rows.get(entry)?.[region] ?? 0;
  }

  /**
   * What keeps it from being calm, a sentence each; empty if every controller has said since a moment
   * that all regions are healthy, and no row has moved for longer than a step takes.
   */
  unrest(now: number, since = -Infinity): string[] {
    const unknown = this.regions.filter((name) => !this.#rows.has(name));
    return [
      ...this.#unwell(now, since),
      ...unknown.map((name) => `What ${name} serves is not known.`),
      ...(now - this.#rowsChangedAt < QUIET_MS ? ["Weights move."] : []),
    ];
  }

  /** Whether all is as it was: rows, states, and every region has answered a request since then. */
  isAs(rows: Rows, now: number, since: number): boolean {
    return (
      this.#unwell(now, since).length === 0 &&
      this.regions.every((name) => (this.#answeredAt.get(name) ?? -Infinity) >= since) &&
      [...rows].every(([entry, row]) => isSameRow(this.#rows.get(entry), row))
    );
  }

  /** What is known, as the events that a round begins with. */
  snapshot(): DrillEvent[] {
    const at = Math.max(0, this.#rowsChangedAt);
    return [
      ...[...this.#rows].map(([entry, weights]) => ({
        type: "weights" as const,
        at,
        entry,
        weights,
      })),
      ...[...this.#words.values()].map(({ at: saidAt, word }) => ({
        type: "decision" as const,
        at: saidAt,
        decision: word,
      })),
    ];
  }

  #unwell(now: number, since: number): string[] {
    return this.regions.flatMap((name) => {
      const said = this.#words.get(name);
      if (said === undefined || said.at < Math.max(since, now - FRESH_MS)) {
        return [`The controller of ${name} does not say anything.`];
      }
      if (said.word.isWarmingUp) return [`The controller of ${name} has just started.`];
      return said.word.regions.flatMap(({ region, state }) =>
        !this.regions.includes(region) || state === "healthy"
          ? []
          : [`${region} is ${state ?? "not judged yet"}, says ${name}.`],
      );
    });
  }
}

const isAllHealthy = ({ regions }: ControllerWord): boolean =>
  regions.every(({ state }) => state === undefined || state === "healthy");

/** A region that a row leaves out gets nothing. */
function isSameRow(one: Row | undefined, other: Row): boolean {
  if (one === undefined) return false;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => (one[name] ?? 0) === (other[name] ?? 0));
}
