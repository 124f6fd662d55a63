import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** What a script did, and what the program said that it ran. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Arguments of each call of `cockroach`, one text for each. */
  readonly calls: readonly string[];
}

/**
 * Runs a shell script with a `cockroach` in its path that is itself one: it answers as `behaviour` says,
 * in which `$call` counts from 1.
 */
export function runWithCockroach(
  script: string,
  behaviour: string,
  env: Readonly<Record<string, string>> = {},
): Run {
  const directory = mkdtempSync(join(tmpdir(), "nephoran-cockroach-"));
  try {
    const calls = join(directory, "calls");
    writeFileSync(calls, "");
    const program = join(directory, "cockroach");
    writeFileSync(
      program,
      `#!/bin/sh\nprintf '%s\\n' "$*" >>'${calls}'\ncall=$(wc -l <'${calls}')\n${behaviour}\n`,
    );
    chmodSync(program, 0o755);
    const path = `${directory}${delimiter}${process.env["PATH"] ?? ""}`;
    const { status, stdout, stderr } = spawnSync("sh", ["-c", script], {
      env: { PATH: path, PAUSE_SECONDS: "0", ...env },
      encoding: "utf8",
      timeout: 20_000,
    });
    const told = readFileSync(calls, "utf8").split("\n").slice(0, -1);
    return { status, stdout, stderr, calls: told };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
