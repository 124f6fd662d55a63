/** Kinds of control frames in SPDY/3 that matter here. */
export const FRAME = { synStream: 1, synReply: 2, reset: 3, ping: 6, goAway: 7 } as const;

/** Says that a stream ends in this direction. */
export const FIN = 0x01;

/** One frame as it comes. */
export type Frame =
  | {
      readonly kind: "data";
      readonly stream: number;
      readonly flags: number;
      readonly data: Buffer;
    }
  | {
      readonly kind: "control";
      readonly type: number;
      readonly flags: number;
      readonly payload: Buffer;
    };

const HEAD_BYTES = 8;
const CONTROL_BIT = 0x8000_0000;
/** Version 3 in the upper half of a control frame's first word. */
const VERSION_3 = 0x8003_0000;
/** A length has 24 bits; no more than this at a time. */
const DATA_BYTES = 65_536;

/** Takes whole frames from the front of what has come; the rest is for later. */
export function framesOf(bytes: Buffer): {
  readonly frames: readonly Frame[];
  readonly rest: Buffer;
} {
  const frames: Frame[] = [];
  let at = 0;
  while (bytes.length - at >= HEAD_BYTES) {
    const first = bytes.readUInt32BE(at);
    const flags = bytes.readUInt8(at + 4);
    const length = bytes.readUIntBE(at + 5, 3);
    const end = at + HEAD_BYTES + length;
    if (bytes.length < end) break;
    const payload = bytes.subarray(at + HEAD_BYTES, end);
    frames.push(
      first >= CONTROL_BIT
        ? { kind: "control", type: first & 0xffff, flags, payload }
        : { kind: "data", stream: first, flags, data: payload },
    );
    at = end;
  }
  return { frames, rest: bytes.subarray(at) };
}

function frame(first: number, flags: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(first);
  head.writeUInt8(flags, 4);
  head.writeUIntBE(payload.length, 5, 3);
  return Buffer.concat([head, payload]);
}

/** A control frame. */
export const controlFrame = (type: number, payload: Buffer): Buffer =>
  frame(VERSION_3 + type, 0, payload);

/** Data of a stream, in as many frames as it takes; an empty one where there is only an end. */
export function dataFrames(stream: number, data: Buffer, isLast: boolean): Buffer {
  const frames: Buffer[] = [];
  let at = 0;
  do {
    const part = data.subarray(at, at + DATA_BYTES);
    at += DATA_BYTES;
    frames.push(frame(stream, isLast && at >= data.length ? FIN : 0, part));
  } while (at < data.length);
  return Buffer.concat(frames);
}

/** A number of 32 bits. */
export function word(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, position) => bytes.writeUInt32BE(value, 4 * position));
  return bytes;
}
