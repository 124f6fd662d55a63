/** Wire types of protocol buffers that are still written. See protobuf.dev/programming-guides/encoding. */
export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Up to this length, in bytes, a text of ASCII is put together faster here than by Node. */
const SHORT = 24;

/** Steps through the fields of one message of protocol buffers, none of which it copies. */
export class WireReader {
  /** Number of the field that `next` came to. */
  field = 0;
  /** Where the field begins, with its tag. */
  start = 0;
  /** Where the reader is: behind the tag, then behind the value. */
  position = 0;
  private wire = 0;

  constructor(private readonly message: Buffer) {}

  /** Goes to the next field, whose value has to be read then; false at the end. */
  next(): boolean {
    if (this.position >= this.message.length) return false;
    this.start = this.position;
    const tag = this.varint();
    this.field = tag >>> 3;
    this.wire = tag & 7;
    return true;
  }

  /** @throws Error if the field is another one. */
  expect(field: number, wire: number): void {
    if (this.field === field && this.wire === wire) return;
    throw new Error(
      `Field ${field} was expected, but there is ${this.field} of type ${this.wire}.`,
    );
  }

  /** A whole number below 2^53. */
  varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.message[this.position];
      if (byte === undefined) throw new RangeError("A message ends within a number.");
      this.position += 1;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  double(): number {
    const value = this.message.readDoubleLE(this.position);
    this.position += 8;
    return value;
  }

  /** The bytes of a nested message, still those of the whole. */
  bytes(): Buffer {
    const length = this.varint();
    const start = this.position;
    this.advance(length);
    return this.message.subarray(start, this.position);
  }

  text(): string {
    const length = this.varint();
    const start = this.position;
    this.advance(length);
    return length <= SHORT
      ? (this.shortText(start) ?? this.message.toString("utf8", start, this.position))
      : this.message.toString("utf8", start, this.position);
  }

  /** Passes over the value. */
  skip(): void {
    switch (this.wire) {
      case WIRE.varint:
        this.varint();
        return;
      case WIRE.fixed64:
        this.advance(8);
        return;
      case WIRE.bytes:
        this.advance(this.varint());
        return;
      case WIRE.fixed32:
        this.advance(4);
        return;
      default:
        throw new Error(`There is no wire type ${this.wire}.`);
    }
  }

  private advance(length: number): void {
    this.position += length;
    if (this.position > this.message.length) {
      throw new RangeError("A message ends within a field.");
    }
  }

  private shortText(start: number): string | undefined {
    let text = "";
    for (let index = start; index < this.position; index += 1) {
      const byte = this.message[index] ?? 128;
      if (byte >= 128) return undefined;
      text += String.fromCharCode(byte);
    }
    return text;
  }
}
