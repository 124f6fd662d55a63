import { createHash } from "node:crypto";
import { once } from "node:events";
import { Duplex, PassThrough } from "node:stream";
import { createDeflate, constants } from "node:zlib";
import { expect } from "chai";
import fc from "fast-check";
import {
  SpdyConnection,
  type SpdyStream,
} from "../../../../../sandbox/live/pods/kubelet/spdy-connection";
import {
  controlFrame,
  dataFrames,
  type Frame,
  FRAME,
  framesOf,
  word,
} from "../../../../../sandbox/live/pods/kubelet/spdy-frames";
import { SPDY_DICTIONARY } from "../../../../../sandbox/live/pods/kubelet/spdy-headers";

describe("SPDY as Kubernetes speaks it", () => {
  it("knows the dictionary of SPDY/3", () => {
    expect(SPDY_DICTIONARY.length).to.equal(1423);
    expect(createHash("sha256").update(SPDY_DICTIONARY).digest("hex").slice(0, 16)).to.equal(
      "51d27341373f923f",
    );
  });

  it("reads the same frames, however they come in pieces", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 20 }),
        (contents, size) => {
          const sent = Buffer.concat(
            contents.map((content) => dataFrames(3, Buffer.from(content), false)),
          );
          let rest: Buffer = Buffer.alloc(0);
          const taken: Buffer[] = [];
          for (let at = 0; at < sent.length; at += size) {
            const found = framesOf(Buffer.concat([rest, sent.subarray(at, at + size)]));
            rest = found.rest;
            for (const frame of found.frames) if (frame.kind === "data") taken.push(frame.data);
          }
          expect(rest.length).to.equal(0);
          expect(Buffer.concat(taken)).to.deep.equal(
            Buffer.concat(contents.map((one) => Buffer.from(one))),
          );
        },
      ),
    );
  });

  it("opens the streams that the other side asks for, and answers on them", async () => {
    const [incoming, outgoing] = [new PassThrough(), new PassThrough()];
    const socket = Duplex.from({ readable: incoming, writable: outgoing });
    const opened = new Promise<SpdyStream>((resolve) => {
      new SpdyConnection(socket, resolve);
    });
    incoming.write(await synStream(1, { streamtype: "data", port: "8080" }));
    const stream = await opened;
    expect(stream.headers).to.deep.equal({ streamtype: "data", port: "8080" });

    incoming.write(dataFrames(1, Buffer.from("question"), true));
    const [question] = (await once(stream, "data")) as [Buffer];
    expect(question.toString()).to.equal("question");

    stream.end("answer");
    const frames: Frame[] = [];
    for await (const part of outgoing) {
      frames.push(...framesOf(part as Buffer).frames);
      if (frames.length === 3) break;
    }
    expect(
      frames.map((frame) =>
        frame.kind === "control" ? frame.type : `${frame.data.toString()} ${String(frame.flags)}`,
      ),
    ).to.deep.equal([FRAME.synReply, "answer 0", " 1"]);
  });
});

/** A stream's first frame, as a client makes it. */
async function synStream(id: number, headers: Readonly<Record<string, string>>): Promise<Buffer> {
  const deflate = createDeflate({ dictionary: SPDY_DICTIONARY });
  const text = (value: string) => Buffer.concat([word(value.length), Buffer.from(value)]);
  const pairs = Object.entries(headers).flatMap(([name, value]) => [text(name), text(value)]);
  deflate.write(Buffer.concat([word(pairs.length / 2), ...pairs]));
  await new Promise<void>((resolve) => {
    deflate.flush(constants.Z_SYNC_FLUSH, resolve);
  });
  const block = deflate.read() as Buffer;
  return controlFrame(FRAME.synStream, Buffer.concat([word(id, 0), Buffer.alloc(2), block]));
}
