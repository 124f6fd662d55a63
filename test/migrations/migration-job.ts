import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { JobFiles } from "../../state/job-scripts";
import { PORT } from "./postgres";

/** How a Job has ended. */
export interface JobEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const RUN_MS = 60_000;

/** Runs a Job's migrate.sh with the stand-in for `cockroach`, against the suite's server. */
export async function runMigrations(
  files: JobFiles,
  environment: Readonly<Record<string, string>> = {},
): Promise<JobEnd> {
  const folder = mkdtempSync(join(tmpdir(), "nephoran-job-"));
  try {
    const [scripts, bin] = [join(folder, "scripts"), join(folder, "bin")];
    for (const each of [scripts, bin]) mkdirSync(each);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(scripts, name), text);
    const standIn = join(__dirname, "stand-in-cockroach.mjs");
    writeFileSync(
      join(bin, "cockroach"),
      `#!/bin/sh\nexec '${process.execPath}' '${standIn}' "$@"\n`,
    );
    chmodSync(join(bin, "cockroach"), 0o755);
    return await new Promise((resolve) => {
      execFile(
        "sh",
        [join(scripts, "migrate.sh")],
        {
          timeout: RUN_MS,
          env: {
            PATH: [bin, process.env["PATH"] ?? ""].join(delimiter),
            COCKROACH_HOST: `127.0.0.1:${PORT}`,
            ...environment,
          },
        },
        (error, stdout, stderr) => {
          const code = error === null ? 0 : (error.code ?? -1);
          resolve({ exitCode: Number(code), stdout, stderr });
        },
      );
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
