import { setTimeout as sleep } from "node:timers/promises";
import { ProcessError } from "./failure";
import { lastLines } from "./log-tail";
import { isRunning, logFile, type ProcessRecord } from "./record";

/** What a probe found: ready, or what is missing, as the end of a sentence. */
export type ProbeResult =
  { readonly ready: true } | { readonly ready: false; readonly why: string };

/** Asks a process whether it is ready. It must end by itself, and not throw. */
export type Probe = () => Promise<ProbeResult>;

/** What a wait needs besides the process. */
export interface ReadinessBounds {
  readonly timeoutMs: number;
  /** Ends the wait with the signal's reason. */
  readonly signal?: AbortSignal;
}

const POLL_MS = 50;

/** Log lines in an error: enough to see the reason, few enough to read. */
const LOG_LINES = 8;

/**
 * Waits until a process is ready.
 *
 * @throws ProcessError `exited` at once if the process ends meanwhile, `not-ready` at the bound;
 *   both quote the end of its log.
 */
export async function awaitReady(
  folder: string,
  record: ProcessRecord,
  probe: Probe,
  bounds: ReadinessBounds,
): Promise<void> {
  const deadline = Date.now() + bounds.timeoutMs;
  for (;;) {
    bounds.signal?.throwIfAborted();
    const result = await probe();
    if (!(await isRunning(record))) {
      throw await failure("exited", folder, record, "ended before it was ready");
    }
    if (result.ready) return;
    if (Date.now() >= deadline) {
      const seconds = String(bounds.timeoutMs / 1000);
      throw await failure(
        "not-ready",
        folder,
        record,
        `is not ready after ${seconds} s: ${result.why}`,
      );
    }
    await sleep(POLL_MS, undefined, bounds.signal ? { signal: bounds.signal } : {}).catch(() => {
      bounds.signal?.throwIfAborted();
    });
  }
}

async function failure(
  code: "exited" | "not-ready",
  folder: string,
  record: ProcessRecord,
  what: string,
): Promise<ProcessError> {
  const file = logFile(folder, record.name);
  const lines = await lastLines(file, LOG_LINES);
  const end = lines.length > 0 ? `it ends with:\n  ${lines.join("\n  ")}` : "it is empty";
  return new ProcessError(code, `${record.name} ${what}. Its log is ${file}, and ${end}`);
}
