import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { readFileIfPresent, writeFileAtomically } from "./atomic-file";
import { ProcessError } from "./failure";
import { lookUp } from "./process-table";

/**
 * The environment variable that names a process's record. Descendants inherit it, so they are found
 * when the process itself is gone.
 */
export const RECORD_VARIABLE = "NEPHORAN_PROCESS_RECORD";

/** A long-lived process: what to run. */
export interface ProcessSpec {
  /** Names the process within its folder, and its files there: `etcd` → `etcd.json`, `etcd.log`. */
  readonly name: string;
  /** Absolute path of the program. */
  readonly command: string;
  /** Arguments; they are recorded and visible to `ps`, so secrets go into files. */
  readonly args: readonly string[];
  readonly workingDirectory: string;
  /** The whole environment: nothing of this process's own is handed on. */
  readonly environment: Readonly<Record<string, string>>;
}

const recordSchema = z.strictObject({
  name: z.string(),
  command: z.string(),
  args: z.array(z.string()),
  workingDirectory: z.string(),
  environment: z.record(z.string(), z.string()),
  /** Leader of a session and a process group of its own, so also the id of both. */
  pid: z.int().min(2),
  /** See {@link lookUp}: with it a reused pid is never taken for this process. */
  startedAt: z.string().min(1),
});

/** A started process: what runs, and which process of the system it is. */
export type ProcessRecord = Readonly<z.infer<typeof recordSchema>>;

/** Whether the process that was started, and not another one with its pid, still runs. */
export async function isRunning(record: ProcessRecord): Promise<boolean> {
  const entry = await lookUp(record.pid);
  return entry?.startedAt === record.startedAt && !entry.zombie;
}

export function recordFile(folder: string, name: string): string {
  return join(folder, `${name}.json`);
}

export function logFile(folder: string, name: string): string {
  return join(folder, `${name}.log`);
}

/** The log of the run before the present one. */
export function previousLogFile(folder: string, name: string): string {
  return join(folder, `${name}.previous.log`);
}

export async function writeRecord(folder: string, record: ProcessRecord): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFileAtomically(
    recordFile(folder, record.name),
    `${JSON.stringify(record, undefined, 2)}\n`,
  );
}

/** @throws ProcessError `bad-record` if the file is not what this code writes. */
export async function readRecord(folder: string, name: string): Promise<ProcessRecord | undefined> {
  const file = recordFile(folder, name);
  const text = await readFileIfPresent(file);
  if (text === undefined) return undefined;
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ProcessError(
      "bad-record",
      `${file} does not describe a process: end ${name} by hand if it still runs, then delete the file`,
      { cause },
    );
  }
}

export async function removeRecord(folder: string, name: string): Promise<void> {
  await rm(recordFile(folder, name), { force: true });
}

/** The names of all recorded processes of a folder, running or not, in alphabetical order. */
export async function recordedNames(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return (await readdir(folder))
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}
