/** What a region did in one second, with numbers of attempts, and what it felt like. */
export interface Service {
  readonly attempts: number;
  readonly successes: number;
  /** ms. */
  readonly p95Ms: number;
  /** Of its capacity: 1 is full. */
  readonly utilisation: number;
}

/** Of an attempt that does not have to wait, ms. */
const UNHURRIED_P95_MS = 400;

/** By how much that grows as the region fills, ms: at 90 % it has ten times this more. */
const CROWDED_MS = 60;

/** Longest queue, in seconds of work; the limit of requests in flight refuses what does not fit. */
const LONGEST_QUEUE_SECONDS = 6;

/** Utilisation from which waiting for one's turn is told by the queue alone. */
const SATURATED = 0.98;

/**
 * A region as a queue, in steps of one second: it works off what its capacity allows, what is left
 * waits, and what would wait too long fails. Latency is that of a single queue, with the wait on top.
 */
export class RegionLoad {
  /** Requests that wait. */
  private queue = 0;

  /**
   * @param arrivals attempts a minute.
   * @param capacity attempts a minute that it can work off now.
   * @param failing share of the attempts that fail whatever the load.
   */
  second(arrivals: number, capacity: number, failing: number): Service {
    const attempts = arrivals / 60;
    const work = capacity / 60;
    const most = work * LONGEST_QUEUE_SECONDS;
    const waiting = Math.max(0, this.queue + attempts - work);
    const refused = Math.min(attempts, Math.max(0, waiting - most));
    this.queue = Math.min(waiting, most);
    const utilisation = work > 0 ? attempts / work : attempts > 0 ? 1 : 0;
    const crowding = 1 / (1 - Math.min(utilisation, SATURATED)) - 1;
    const waitSeconds = work > 0 ? this.queue / work : 0;
    return {
      attempts,
      successes: (attempts - refused) * (1 - failing),
      p95Ms: UNHURRIED_P95_MS + CROWDED_MS * crowding + waitSeconds * 1_000,
      utilisation: Math.min(1, utilisation),
    };
  }
}
