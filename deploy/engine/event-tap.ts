import { randomUUID } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";

/** How often the engine's events are read, ms. */
const POLL_MS = 200;

const CHUNK_BYTES = 256 * 1024;

/**
 * Where the engine writes its events: a file without a name. So the engine never waits for whoever
 * reads, as it does, for ever, if the server that the Automation API makes for events is gone when it
 * starts; and after a kill nothing of it is left, which matters, since it holds secrets in clear.
 */
export class EventTap {
  private position = 0;
  private rest = "";
  private readonly decoder = new StringDecoder("utf8");
  private reading: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly file: FileHandle,
    private readonly onEvent: (event: unknown) => void,
  ) {
    this.timer = setInterval(() => void this.read(), POLL_MS);
  }

  static async open(onEvent: (event: unknown) => void): Promise<EventTap> {
    const path = join(tmpdir(), `nephoran-events-${randomUUID()}`);
    const file = await open(path, "ax+", 0o600);
    await rm(path);
    return new EventTap(file, onEvent);
  }

  /** To be inherited by the engine. */
  get descriptor(): number {
    return this.file.fd;
  }

  /** Reads what is left, once the engine has ended. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.read();
    await this.file.close();
  }

  private read(): Promise<void> {
    this.reading = this.reading.then(() => this.readOn());
    return this.reading;
  }

  private async readOn(): Promise<void> {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await this.file.read(buffer, 0, buffer.length, this.position);
      if (bytesRead === 0) return;
      this.position += bytesRead;
      // An engine that is killed may leave a part of its last line, which is never complete.
      const lines = (this.rest + this.decoder.write(buffer.subarray(0, bytesRead))).split("\n");
      this.rest = lines.pop() ?? "";
      for (const line of lines) this.onEvent(JSON.parse(line));
    }
  }
}
