import { type FSWatcher, watch } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { logLine, type LogQuery } from "./log-query";

/** A log that is followed is looked at this often, even if nothing is said of it. */
const POLL_MS = 250;

/** Where a log is, and whether more will come. */
export interface LogSource {
  readonly file: string;
  readonly isRunning: () => boolean;
}

/** Answers with a container's log; follows it until its run ends or the asker goes. */
export async function serveLog(
  { file, isRunning }: LogSource,
  query: LogQuery,
  response: ServerResponse,
): Promise<void> {
  const handle = await open(file, "r").catch(() => undefined);
  if (handle === undefined) {
    response.writeHead(query.previous ? 400 : 200);
    response.end(query.previous ? "there is no run before this one\n" : "");
    return;
  }
  response.writeHead(200, { "content-type": "text/plain" });
  response.flushHeaders();
  let rest = query.limitBytes ?? Infinity;
  const send = (lines: readonly string[]): boolean => {
    for (const line of lines) {
      const text = logLine(line, query);
      if (text === undefined) continue;
      const cut = Buffer.from(text).subarray(0, rest);
      rest -= cut.length;
      response.write(cut);
      if (rest <= 0) return false;
    }
    return true;
  };
  try {
    const reader = new LineReader(handle);
    const present = await reader.read();
    const { tailLines } = query;
    const wanted =
      tailLines === undefined ? present : tailLines === 0 ? [] : present.slice(-tailLines);
    let goesOn = send(wanted) && query.follow;
    while (goesOn && !response.destroyed) {
      const wasRunning = isRunning();
      goesOn = send(await reader.read()) && wasRunning;
      if (goesOn) await nextChange(file);
    }
  } finally {
    response.end();
    await handle.close();
  }
}

/** Reads a file that grows, whole lines only. */
class LineReader {
  private rest = Buffer.alloc(0);
  private readonly buffer = Buffer.alloc(65_536);

  constructor(private readonly handle: FileHandle) {}

  /** The lines since the last time. */
  async read(): Promise<string[]> {
    const parts: Buffer[] = [this.rest];
    for (;;) {
      const { bytesRead } = await this.handle.read(this.buffer, 0, this.buffer.length);
      if (bytesRead === 0) break;
      parts.push(Buffer.from(this.buffer.subarray(0, bytesRead)));
    }
    const all = Buffer.concat(parts);
    const end = all.lastIndexOf(0x0a) + 1;
    this.rest = Buffer.from(all.subarray(end));
    return end === 0 ? [] : all.toString("utf8", 0, end - 1).split("\n");
  }
}

async function nextChange(file: string): Promise<void> {
  const ending = new AbortController();
  let watcher: FSWatcher | undefined;
  const changed = new Promise<void>((resolve) => {
    watcher = watch(file, () => {
      resolve();
    });
    watcher.on("error", () => {
      resolve();
    });
  });
  const late = sleep(POLL_MS, undefined, { signal: ending.signal }).catch(() => undefined);
  await Promise.race([changed, late]);
  ending.abort();
  watcher?.close();
}
