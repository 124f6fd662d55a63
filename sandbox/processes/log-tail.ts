import { open } from "node:fs/promises";

/** Bytes that are read from the end of a log, however long it is. */
const TAIL_BYTES = 64 * 1024;

/** The last lines of a log; none if there is no such file. */
export async function lastLines(file: string, count: number): Promise<string[]> {
  const handle = await open(file, "r").catch(() => undefined);
  if (!handle) return [];
  try {
    const { size } = await handle.stat();
    const position = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read({
      buffer: Buffer.alloc(Math.min(size, TAIL_BYTES)),
      position,
    });
    const lines = buffer.toString("utf8", 0, bytesRead).split("\n");
    // The first line is cut where the reading began in its middle, the last one is empty.
    const whole = position > 0 ? lines.slice(1) : lines;
    return whole.filter((line) => line !== "").slice(-count);
  } finally {
    await handle.close();
  }
}
