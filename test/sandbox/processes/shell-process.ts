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

/** Waits for what a process does in its own time. */
export async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 5_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error("it did not happen within 5 s");
    await sleep(10);
  }
}
