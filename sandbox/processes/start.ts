import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, open, rename } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { ProcessError } from "./failure";
import { lookUp } from "./process-table";
import {
  logFile,
  previousLogFile,
  type ProcessRecord,
  type ProcessSpec,
  RECORD_VARIABLE,
  recordFile,
  writeRecord,
} from "./record";

/**
 * Waits for one line on its standard input, then becomes the program. The line comes once the
 * process is on record; if the starter dies before that, the input ends and the program never runs.
 * So there is no moment at which a crash leaves an unrecorded process behind. `exec` keeps the pid
 * and the start time.
 */
const GATE = 'read -r go && exec "$@" </dev/null';

/** Whether a recorded process was started with these very arguments. */
export function isSame(record: ProcessRecord, spec: ProcessSpec): boolean {
  const { pid, startedAt } = record;
  return isDeepStrictEqual({ ...record }, { ...spec, pid, startedAt });
}

/**
 * Starts a process detached, in a session and group of its own, with stdout and stderr in its log;
 * the log of the run before is kept. Returns as soon as the process is on record. A process of the
 * same name has to be stopped first.
 *
 * @throws ProcessError `no-start` if the system refuses.
 */
export async function startProcess(folder: string, spec: ProcessSpec): Promise<ProcessRecord> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const log = await openLog(folder, spec.name);
  const child = spawn("/bin/sh", ["-c", GATE, spec.name, spec.command, ...spec.args], {
    cwd: spec.workingDirectory,
    env: { ...spec.environment, [RECORD_VARIABLE]: recordFile(folder, spec.name) },
    detached: true,
    stdio: ["pipe", log.fd, log.fd],
  });
  // A gate that is gone already shows when readiness is awaited.
  child.stdin?.on("error", () => undefined);
  try {
    await once(child, "spawn");
    const entry = child.pid === undefined ? undefined : await lookUp(child.pid);
    if (!entry) throw new Error("it was gone at once");
    const record = { ...spec, args: [...spec.args], pid: entry.pid, startedAt: entry.startedAt };
    await writeRecord(folder, record);
    child.stdin?.end("go\n");
    child.unref();
    return record;
  } catch (cause) {
    child.stdin?.destroy();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ProcessError("no-start", `${spec.name} could not be started: ${reason}`, { cause });
  } finally {
    await log.close();
  }
}

async function openLog(folder: string, name: string) {
  const file = logFile(folder, name);
  await rename(file, previousLogFile(folder, name)).catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  });
  return await open(file, "w", 0o600);
}
