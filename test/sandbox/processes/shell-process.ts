import { setTimeout as sleep } from "node:timers/promises";
import type { ProcessSpec } from "../../../sandbox/processes/record";

/** A long-lived process for a test: a shell script. */
export function shell(folder: string, script: string, name = "sample"): ProcessSpec {
  return {
    name,
    command: "/bin/sh",
    args: ["-c", script],
    workingDirectory: folder,
    environment: { PATH: "/usr/bin:/bin" },
  };
}

const BOUND_MS = 10_000;

/** Waits for what a process does in its own time. */
export async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + BOUND_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error("it did not happen within 10 s");
    await sleep(10);
  }
}
