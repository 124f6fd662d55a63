import { createInterface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";

/**
 * Asks a question on a terminal; only `y` or `yes` is one.
 *
 * @throws the signal's reason, if it is aborted meanwhile.
 */
export async function confirm(
  question: string,
  { keyboard, screen, signal }: { keyboard: Readable; screen: Writable; signal: AbortSignal },
): Promise<boolean> {
  const lines = createInterface({ input: keyboard, output: screen });
  // The terminal is in raw mode meanwhile, and Ctrl-C comes as a key.
  lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    const answer = await lines.question(`${question} [y/N] `, { signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    lines.close();
  }
}
