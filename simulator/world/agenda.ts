interface Entry {
  readonly atMs: number;
  readonly order: number;
  readonly action: () => void;
}

/**
 * Virtual time: what is to happen when, as a binary heap. What is due at the same time happens in the
 * order in which it was noted.
 */
export class Agenda {
  private readonly heap: Entry[] = [];
  private noted = 0;

  /** @param nowMs the time at which the world begins, ms. */
  constructor(public nowMs: number) {}

  /** Notes what happens in so many milliseconds from now. */
  after(delayMs: number, action: () => void): void {
    const entry = { atMs: this.nowMs + delayMs, order: this.noted++, action };
    const { heap } = this;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(entry, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = entry;
  }

  /** Does what is due next; false if nothing is left. */
  next(): boolean {
    const { heap } = this;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined) return false;
    if (heap.length > 0) this.sink(last);
    this.nowMs = first.atMs;
    first.action();
    return true;
  }

  private sink(entry: Entry): void {
    const { heap } = this;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const [one, other] = [heap[left], heap[left + 1]];
      if (one === undefined) break;
      const isRight = other !== undefined && isBefore(other, one);
      const child = isRight ? other : one;
      if (!isBefore(child, entry)) break;
      heap[at] = child;
      at = isRight ? left + 1 : left;
    }
    heap[at] = entry;
  }
}

const isBefore = (one: Entry, other: Entry): boolean =>
  one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
