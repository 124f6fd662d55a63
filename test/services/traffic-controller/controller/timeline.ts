/** Events in virtual time, in the order of their moments and, at one moment, of their arrival. */
export class Timeline {
  nowMs = 0;
  private readonly events: { readonly atMs: number; readonly run: () => void }[] = [];

  at(atMs: number, run: () => void): void {
    let place = this.events.length;
    while (place > 0 && (this.events[place - 1]?.atMs ?? 0) > atMs) place--;
    this.events.splice(place, 0, { atMs, run });
  }

  after(ms: number, run: () => void): void {
    this.at(this.nowMs + ms, run);
  }

  /** Runs all that is due until then; `check` is called after each event. */
  runUntil(endMs: number, check: () => void = () => undefined): void {
    for (;;) {
      const next = this.events[0];
      if (next === undefined || next.atMs > endMs) break;
      this.events.shift();
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.run();
      check();
    }
    this.nowMs = endMs;
  }
}
