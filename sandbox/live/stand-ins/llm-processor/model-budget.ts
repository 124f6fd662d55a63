/**
 * The requests that may be sent to the model: MAX_LLM_RPS of them in a second, evenly spread, and after
 * a pause as many at once. Each replica takes all of it for itself, since nothing here shares it out.
 */
export class ModelBudget {
  /** When the next request could go if none had been saved up, ms. */
  #next = Number.NEGATIVE_INFINITY;
  readonly #interval: number;

  constructor(perSecond: number) {
    this.#interval = 1_000 / perSecond;
  }

  /**
   * Takes a turn.
   *
   * @param now by any clock that does not go back, ms.
   * @returns how long the request has to wait, ms; undefined, with no turn taken, if that is longer
   *   than it may.
   */
  take(now: number, longestWaitMs: number): number | undefined {
    const saved = now - 1_000 + this.#interval;
    const turn = Math.max(this.#next, saved);
    const wait = Math.max(0, turn - now);
    if (wait > longestWaitMs) return undefined;
    this.#next = turn + this.#interval;
    return wait;
  }
}
