import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { JobFiles } from "../../state/job-scripts";

/** How a Job has ended, and what it asked `cockroach` for. */
export interface ScriptEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Arguments of each call of `cockroach`, without what is the same in all of them. */
  readonly calls: readonly string[];
  /** What went into its standard input, all calls together. */
  readonly stdin: string;
}

const RUN_MS = 15_000;

/**
 * Runs a script of a Job with a stand-in for `cockroach` that answers by the body of a `case`. In it
 * `$call` has the arguments of the call, `$times` how often the same call has come before, `fail TEXT`
 * prints an error and ends; without an answer a call succeeds in silence.
 */
export async function runScript(
  script: string,
  files: JobFiles,
  answers = "",
  environment: Readonly<Record<string, string>> = {},
): Promise<ScriptEnd> {
  const folder = mkdtempSync(join(tmpdir(), "nephoran-script-"));
  try {
    const [scripts, bin] = [join(folder, "scripts"), join(folder, "bin")];
    for (const each of [scripts, bin]) mkdirSync(each);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(scripts, name), text);
    for (const log of ["calls", "stdin"]) writeFileSync(join(folder, log), "");
    writeFileSync(join(bin, "cockroach"), standIn(folder, answers));
    chmodSync(join(bin, "cockroach"), 0o755);
    const ended = await run(join(scripts, script), {
      PATH: [bin, process.env["PATH"] ?? ""].join(delimiter),
      COCKROACH_HOST: "db:26257",
      PAUSE_SECONDS: "0",
      ...environment,
    });
    const log = (name: string) => readFileSync(join(folder, name), "utf8");
    const calls = log("calls")
      .trimEnd()
      .split("\n")
      .filter((line) => line !== "");
    return { ...ended, calls, stdin: log("stdin") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const standIn = (folder: string, answers: string): string => `#!/bin/sh
cat >>'${folder}/stdin'
call=
for each in "$@"; do
  case $each in
    sql | --set=errexit=true | --format=tsv) ;;
    --file=*) call="$call\${call:+ }run \${each##*/}" ;;
    --execute=*) call="$call\${call:+ }ask \${each#--execute=}" ;;
    --database=*) call="$call\${call:+ }in \${each#--database=}" ;;
    *) call="$call\${call:+ }$each" ;;
  esac
done
times=$(grep -cxF -- "$call" '${folder}/calls')
printf '%s\\n' "$call" >>'${folder}/calls'
fail() {
  printf 'ERROR: %s\\n' "$1" >&2
  exit 1
}
case $call in
${answers}
esac
exit 0
`;

const run = (script: string, env: NodeJS.ProcessEnv) =>
  new Promise<Pick<ScriptEnd, "exitCode" | "stdout" | "stderr">>((resolve) => {
    const child = execFile("sh", [script], { timeout: RUN_MS, env }, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
    });
    child.stdin?.end();
  });
