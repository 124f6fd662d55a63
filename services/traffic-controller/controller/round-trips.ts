/** Probes that a median is of: a minute's, at one a second. */
const KEPT = 60;

/** The round trips of the last answered probes over one link, ms. */
export class RoundTrips {
  private readonly inTime = new Float64Array(KEPT);
  private readonly inOrder = new Float64Array(KEPT);
  private count = 0;
  private oldest = 0;

  /** Takes one in; what is no duration is left out. */
  add(ms: number): void {
    if (!(ms >= 0 && ms < Infinity)) return;
    if (this.count === KEPT) this.drop(this.inTime[this.oldest] ?? 0);
    this.inTime[this.oldest] = ms;
    this.oldest = (this.oldest + 1) % KEPT;
    const place = this.placeOf(ms);
    this.inOrder.copyWithin(place + 1, place, this.count);
    this.inOrder[place] = ms;
    this.count++;
  }

  /** Left out before the first one. */
  get median(): number | undefined {
    if (this.count === 0) return undefined;
    const upper = this.inOrder[this.count >> 1] ?? 0;
    const lower = this.inOrder[(this.count - 1) >> 1] ?? 0;
    return (lower + upper) / 2;
  }

  private drop(ms: number): void {
    this.inOrder.copyWithin(this.placeOf(ms), this.placeOf(ms) + 1, this.count);
    this.count--;
  }

  /** The first place whose round trip is not shorter. */
  private placeOf(ms: number): number {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.inOrder[middle] ?? 0) < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
