import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programsOnPath, type RunProgram } from "../../cli/programs";
import { writeProgram } from "../sandbox/toolchain/fake-programs";

/** Programs on a PATH of their own, which write down how they were called. */
export class StandIns {
  readonly folder = mkdtempSync(join(tmpdir(), "nephoran-stand-ins-"));

  /** Runs what has been written, and nothing of this machine. */
  readonly run: RunProgram = (call) =>
    programsOnPath({ PATH: join(this.folder, "bin") }, new AbortController().signal)(call);

  /** @param script shell code; what it needs is found in /usr/bin and /bin. */
  async write(name: string, script = ""): Promise<void> {
    const record = `{ printf '%s' '${name}'; printf ' %s' "$@"; echo; } >> '${this.folder}/calls'`;
    await writeProgram(join(this.folder, "bin"), name, `PATH=/usr/bin:/bin\n${record}\n${script}`);
  }

  /** Each call as one line, in order. */
  calls(): string[] {
    return readFileSync(join(this.folder, "calls"), "utf8").split("\n").slice(0, -1);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** What a command said and how it ended. */
export interface Outcome {
  readonly printed: string[];
  readonly error: string | undefined;
  readonly exitCode: number | undefined;
}

/** Runs a command to its end; the exit code of the test itself stays. */
export async function outcomeOf(
  command: (print: (line: string) => void) => Promise<unknown>,
): Promise<Outcome> {
  const printed: string[] = [];
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    const error = await command((line) => printed.push(line)).then(
      () => undefined,
      (caught: unknown) => (caught instanceof Error ? caught.message : String(caught)),
    );
    return { printed, error, exitCode: process.exitCode as number | undefined };
  } finally {
    process.exitCode = before;
  }
}
