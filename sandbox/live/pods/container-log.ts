import { createWriteStream, type WriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import type { Readable } from "node:stream";
import type { ContainerFolder } from "./pod-files";

/** As a kubelet does: at this size, in bytes, a log is put aside. */
const LOG_BYTES = 10_000_000;

/** A line that never ends is cut. */
const LINE_BYTES = 16_384;

/**
 * A container's output in the format of the container runtime interface: a time, the stream and
 * `F` before each line. The run before has its log beside it.
 */
export class ContainerLog {
  private written = 0;
  private file: WriteStream;

  private constructor(readonly folder: ContainerFolder) {
    this.file = this.opened();
  }

  static async open(folder: ContainerFolder): Promise<ContainerLog> {
    await rename(folder.log, folder.previousLog).catch(() => undefined);
    return new ContainerLog(folder);
  }

  /** Writes what comes on a stream, line by line, until it ends. */
  take(name: "stdout" | "stderr", stream: Readable): void {
    let rest = "";
    stream.setEncoding("utf8");
    stream.on("error", () => undefined);
    stream.on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      if (rest.length > LINE_BYTES) lines.push(rest);
      if (rest.length > LINE_BYTES) rest = "";
      if (lines.length > 0) this.write(name, lines);
    });
    stream.on("end", () => {
      if (rest !== "") this.write(name, [rest]);
    });
  }

  /** Says something of the container itself. */
  note(text: string): void {
    this.write("stderr", [text]);
  }

  close(): void {
    this.file.end();
  }

  private write(name: "stdout" | "stderr", lines: readonly string[]): void {
    const now = new Date().toISOString();
    const text = lines.map((line) => `${now} ${name} F ${line}\n`).join("");
    this.written += text.length;
    this.file.write(text);
    if (this.written > LOG_BYTES) this.rotate();
  }

  private rotate(): void {
    this.written = 0;
    this.file.end();
    void rename(this.folder.log, `${this.folder.log}.1`).catch(() => undefined);
    this.file = this.opened();
  }

  private opened(): WriteStream {
    const file = createWriteStream(this.folder.log, { flags: "a", mode: 0o600 });
    // A disk that is full costs log lines, not the pod.
    file.on("error", () => undefined);
    return file;
  }
}
