/** A replica's own clock: it is off by something, runs a little fast or slow, and is set now and then. */
export class LocalClock {
  /**
   * @param offsetMs how far it is ahead at virtual time 0, ms.
   * @param drift how much faster it runs, as a ratio: 1e-4 is 8.6 s a day.
   */
  constructor(
    private offsetMs: number,
    private readonly drift: number,
  ) {}

  /** The time that it shows, ms since 1970. */
  read(virtualMs: number): number {
    return Math.round(virtualMs * (1 + this.drift) + this.offsetMs);
  }

  /** Sets it forward, or back if negative. */
  step(ms: number): void {
    this.offsetMs += ms;
  }
}
