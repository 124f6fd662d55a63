import { Duplex } from "node:stream";
import { controlFrame, dataFrames, FIN, type Frame, FRAME, framesOf, word } from "./spdy-frames";
import { HeaderReader, HeaderWriter } from "./spdy-headers";

/** A reset with this code ends a stream that is no longer wanted. */
const CANCEL = 5;

/** A stream that the other side has opened. */
export class SpdyStream extends Duplex {
  constructor(
    readonly headers: Readonly<Record<string, string>>,
    private readonly id: number,
    private readonly send: (frames: Buffer, sent: () => void) => void,
  ) {
    super({ allowHalfOpen: true });
  }

  override _read(): void {
    // What comes is pushed as it comes: there is no flow control here, nor at the other side.
  }

  override _write(data: Buffer, _encoding: string, done: () => void): void {
    this.send(dataFrames(this.id, data, false), done);
  }

  override _final(done: () => void): void {
    this.send(dataFrames(this.id, Buffer.alloc(0), true), done);
  }

  /** Ends both directions at once. */
  reset(): void {
    this.send(controlFrame(FRAME.reset, word(this.id, CANCEL)), () => undefined);
    this.destroy();
  }
}

/**
 * The serving end of SPDY/3.1 as Kubernetes speaks it for exec and port-forward: streams that the
 * other side opens, over a connection that has been upgraded.
 */
export class SpdyConnection {
  private readonly streams = new Map<number, SpdyStream>();
  private readonly reader = new HeaderReader();
  private readonly writer = new HeaderWriter();
  private rest: Buffer = Buffer.alloc(0);
  private handling = Promise.resolve();

  constructor(
    private readonly socket: Duplex,
    private readonly onStream: (stream: SpdyStream) => void,
  ) {
    socket.on("data", (bytes: Buffer) => {
      this.take(bytes);
    });
    socket.once("close", () => {
      for (const stream of this.streams.values()) stream.destroy();
    });
    socket.on("error", () => socket.destroy());
  }

  /** What came before, together with the request. */
  take(bytes: Buffer): void {
    const { frames, rest } = framesOf(Buffer.concat([this.rest, bytes]));
    this.rest = Buffer.from(rest);
    for (const frame of frames) {
      // One after the other, since headers are read in steps.
      this.handling = this.handling.then(() => this.handle(frame));
    }
    this.handling.catch(() => this.socket.destroy());
  }

  /** Ends the connection once everything has been sent. */
  close(): void {
    this.write(controlFrame(FRAME.goAway, word(0, 0)));
    this.socket.end();
  }

  private async handle(frame: Frame): Promise<void> {
    if (frame.kind === "data") {
      const stream = this.streams.get(frame.stream);
      if (frame.data.length > 0) stream?.push(Buffer.from(frame.data));
      if ((frame.flags & FIN) !== 0) stream?.push(null);
      return;
    }
    const { type, flags, payload } = frame;
    if (type === FRAME.synStream) await this.open(payload, (flags & FIN) !== 0);
    else if (type === FRAME.ping) this.write(controlFrame(FRAME.ping, payload));
    else if (type === FRAME.reset) this.streams.get(payload.readUInt32BE(0))?.destroy();
  }

  private async open(payload: Buffer, isEnded: boolean): Promise<void> {
    const id = payload.readUInt32BE(0);
    const headers = await this.reader.read(payload.subarray(10));
    this.write(
      controlFrame(FRAME.synReply, Buffer.concat([word(id), await this.writer.writeEmpty()])),
    );
    const stream = new SpdyStream(headers, id, (frames, sent) => {
      this.write(frames, sent);
    });
    stream.on("error", () => undefined);
    stream.once("close", () => this.streams.delete(id));
    this.streams.set(id, stream);
    if (isEnded) stream.push(null);
    this.onStream(stream);
  }

  private write(bytes: Buffer, sent: () => void = () => undefined): void {
    if (!this.socket.writable) {
      sent();
      return;
    }
    this.socket.write(bytes, () => {
      sent();
    });
  }
}
