/**
 * Random numbers that a seed determines, on every machine alike (sfc32, by Chris Doty-Humphrey). Each
 * part of a world draws from a stream of its own, so that a change in one leaves the others as they were.
 */
export class Seeded {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(...seeds: readonly (number | string)[]) {
    const [a, b, c] = [1, 2, 3].map((salt) => hash([salt, ...seeds].join("/")));
    [this.a, this.b, this.c] = [a ?? 0, b ?? 0, c ?? 0];
    for (let round = 0; round < 12; round++) this.ratio();
  }

  /** From 0 up to, but not including, 1. */
  ratio(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  }

  between(least: number, most: number): number {
    return least + (most - least) * this.ratio();
  }

  /** A whole number, both ends included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.ratio() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.ratio() < probability;
  }

  /** @throws Error if there is nothing to choose from. */
  oneOf<Value>(values: readonly Value[]): Value {
    const value = values[Math.floor(this.ratio() * values.length)];
    if (value === undefined) throw new Error("There is nothing to choose from.");
    return value;
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
