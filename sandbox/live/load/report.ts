import { type KindName, requestKinds } from "./kinds";
import { type LoadEvent, type Outcome, outcomeOf } from "./load-event";
import { type Latency, latencyOf } from "./percentile";

/** How many requests there were. `sent` is the sum of the last three. */
export interface Counts {
  readonly sent: number;
  /** Those with an answer, whatever it said. */
  readonly answered: number;
  readonly ok: number;
  /** Bound to regions that are dead, and told so: counted apart, also from the availability. */
  readonly unavailable: number;
  readonly failed: number;
}

/** What came of the requests that were due in one second. */
export interface SecondReport extends Counts {
  /** Since the start of the load, from 0. */
  readonly second: number;
  readonly p95Ms?: number;
  /** Answers by who worked on them. */
  readonly byRegion: Readonly<Record<string, number>>;
}

export interface LoadReport extends Counts {
  /** ms since 1970. */
  readonly startedAt: number;
  readonly byKind: Readonly<Partial<Record<KindName, Counts>>>;
  readonly repeatable: Counts;
  readonly notRepeatable: Counts;
  /** Successes over all but the unavailable, from 0 to 1; 1 if there was none. */
  readonly availability: number;
  /** Requests that the client had to try more than once. */
  readonly triedAgain: number;
  /** Longest time until an answer, ms; 0 if there was none. */
  readonly longestWaitMs: number;
  /** Of the answered. */
  readonly latency?: Latency;
  /** Of the answered, by who worked on them. */
  readonly latencyByRegion: Readonly<Record<string, Latency>>;
  /** How much later than due requests were started: the load's own fault. */
  readonly lateness?: Latency;
  readonly bySecond: readonly SecondReport[];
  /** Why requests failed, by kind and reason, with how often. */
  readonly failures: Readonly<Record<string, number>>;
  /** When those that failed were due, ms since the start; absent if none did. */
  readonly firstFailureMs?: number;
  readonly lastFailureMs?: number;
}

class Tally {
  readonly counts = { sent: 0, answered: 0, ok: 0, unavailable: 0, failed: 0 };

  add(outcome: Outcome, isAnswered: boolean): void {
    this.counts.sent++;
    this.counts[outcome]++;
    if (isAnswered) this.counts.answered++;
  }
}

class Second extends Tally {
  readonly latencies: number[] = [];
  readonly byRegion: Record<string, number> = {};
}

/** Collects what has become of requests. Each has one event; their order does not matter. */
export class LoadRecord {
  readonly #all = new Tally();
  readonly #byKind = new Map<KindName, Tally>();
  readonly #repeatable = new Tally();
  readonly #notRepeatable = new Tally();
  readonly #latencies: number[] = [];
  readonly #byRegion = new Map<string, number[]>();
  readonly #lateness: number[] = [];
  readonly #seconds = new Map<number, Second>();
  readonly #failures = new Map<string, number>();
  readonly #failedAt: number[] = [];
  #triedAgain = 0;

  /** @param startedAt of the load, ms since 1970. */
  constructor(readonly startedAt: number) {}

  get counts(): Counts {
    return { ...this.#all.counts };
  }

  add(event: LoadEvent): void {
    const outcome = outcomeOf(event);
    const isAnswered = event.status !== undefined;
    const sinceMs = event.t - this.startedAt;
    const second = entryOf(this.#seconds, Math.floor(sinceMs / 1_000), () => new Second());
    const ofKind = entryOf(this.#byKind, event.kind, () => new Tally());
    const alike = requestKinds[event.kind].isRepeatable ? this.#repeatable : this.#notRepeatable;
    for (const tally of [this.#all, second, ofKind, alike]) tally.add(outcome, isAnswered);
    this.#lateness.push(event.lateMs);
    if (event.tries > 1) this.#triedAgain++;
    if (isAnswered) {
      this.#latencies.push(event.ms);
      second.latencies.push(event.ms);
      if (event.region !== undefined) {
        entryOf(this.#byRegion, event.region, () => []).push(event.ms);
        second.byRegion[event.region] = (second.byRegion[event.region] ?? 0) + 1;
      }
    }
    if (outcome === "failed") {
      const reason = `${event.kind}: ${event.error ?? `status ${event.status ?? "unknown"}`}`;
      this.#failures.set(reason, (this.#failures.get(reason) ?? 0) + 1);
      this.#failedAt.push(sinceMs);
    }
  }

  report(): LoadReport {
    const { ok, sent, unavailable } = this.#all.counts;
    const latency = latencyOf(this.#latencies);
    const lateness = latencyOf(this.#lateness);
    const failedAt = [...this.#failedAt].sort((one, other) => one - other);
    const [first] = failedAt;
    const last = failedAt.at(-1);
    return {
      startedAt: this.startedAt,
      ...this.counts,
      byKind: Object.fromEntries(
        [...this.#byKind].map(([kind, { counts }]) => [kind, { ...counts }]),
      ),
      repeatable: { ...this.#repeatable.counts },
      notRepeatable: { ...this.#notRepeatable.counts },
      availability: sent === unavailable ? 1 : ok / (sent - unavailable),
      triedAgain: this.#triedAgain,
      longestWaitMs: latency?.maxMs ?? 0,
      ...(latency && { latency }),
      latencyByRegion: Object.fromEntries(
        [...this.#byRegion].flatMap(([region, values]) => {
          const own = latencyOf(values);
          return own === undefined ? [] : [[region, own]];
        }),
      ),
      ...(lateness && { lateness }),
      bySecond: [...this.#seconds]
        .sort(([one], [other]) => one - other)
        .map(([second, { counts, latencies, byRegion }]) => {
          const own = latencyOf(latencies);
          return { second, ...counts, ...(own && { p95Ms: own.p95Ms }), byRegion: { ...byRegion } };
        }),
      failures: Object.fromEntries(this.#failures),
      ...(first !== undefined && { firstFailureMs: first }),
      ...(last !== undefined && { lastFailureMs: last }),
    };
  }
}

/** The report of a load whose events are all there. */
export function reportOf(startedAt: number, events: Iterable<LoadEvent>): LoadReport {
  const record = new LoadRecord(startedAt);
  for (const event of events) record.add(event);
  return record.report();
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
