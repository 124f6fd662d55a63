import { once } from "node:events";
import { constants, createDeflate, createInflate } from "node:zlib";

const { Z_SYNC_FLUSH } = constants;

/** Words of the dictionary of SPDY/3, each of which has its length before it. */
const WORDS =
  "options head post put delete trace accept accept-charset accept-encoding accept-language " +
  "accept-ranges age allow authorization cache-control connection content-base content-encoding " +
  "content-language content-length content-location content-md5 content-range content-type date etag " +
  "expect expires from host if-match if-modified-since if-none-match if-range if-unmodified-since " +
  "last-modified location max-forwards pragma proxy-authenticate proxy-authorization range referer " +
  "retry-after server te trailer transfer-encoding upgrade user-agent vary via warning " +
  "www-authenticate method get status 200\u00a0OK version HTTP/1.1 url public set-cookie keep-alive origin";

/** What follows on them, as one text. */
const REST =
  "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505" +
  "203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request401 Unauthorized" +
  "403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented503 Service Unavailable" +
  "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMT" +
  "chunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain," +
  "text/javascript,publicprivatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.";

/** What both ends of a connection know before the first header; draft-mbelshe-httpbis-spdy-00. */
export const SPDY_DICTIONARY = Buffer.concat([
  ...WORDS.split(" ").map((word) => text(word.replace("\u00a0", " "))),
  Buffer.from(REST, "latin1"),
]);

/** A text with its length before it. */
function text(value: string): Buffer {
  const bytes = Buffer.from(value, "latin1");
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Reads the header blocks of one direction of a connection, which share their compression. */
export class HeaderReader {
  private readonly inflate = createInflate({ dictionary: SPDY_DICTIONARY, flush: Z_SYNC_FLUSH });

  /** @throws what zlib says of a block that is none. */
  async read(block: Buffer): Promise<Readonly<Record<string, string>>> {
    const parts: Buffer[] = [];
    const collect = (part: Buffer) => parts.push(part);
    this.inflate.on("data", collect);
    const failed = once(this.inflate, "error").then(([error]) => {
      throw error as Error;
    });
    failed.catch(() => undefined);
    const written = new Promise<void>((resolve) => {
      this.inflate.write(block, () => {
        resolve();
      });
    });
    try {
      await Promise.race([written, failed]);
    } finally {
      this.inflate.off("data", collect);
    }
    return parseHeaders(Buffer.concat(parts));
  }
}

/** A block without compression: a number of pairs, and each one's name and value. */
function parseHeaders(block: Buffer): Readonly<Record<string, string>> {
  let at = 0;
  const number = () => {
    const value = block.readUInt32BE(at);
    at += 4;
    return value;
  };
  const read = () => {
    const length = number();
    at += length;
    return block.toString("latin1", at - length, at);
  };
  const pairs = Array.from({ length: number() }, () => [read().toLowerCase(), read()]);
  return Object.fromEntries(pairs) as Readonly<Record<string, string>>;
}

/** Writes header blocks that say nothing, which is all that an answer to a stream has to. */
export class HeaderWriter {
  private readonly deflate = createDeflate({ dictionary: SPDY_DICTIONARY });

  async writeEmpty(): Promise<Buffer> {
    const parts: Buffer[] = [];
    const collect = (part: Buffer) => parts.push(part);
    this.deflate.on("data", collect);
    this.deflate.write(Buffer.alloc(4));
    await new Promise<void>((resolve) => {
      this.deflate.flush(Z_SYNC_FLUSH, () => {
        resolve();
      });
    });
    this.deflate.off("data", collect);
    return Buffer.concat(parts);
  }
}
