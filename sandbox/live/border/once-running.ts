import { ProcessError } from "../../processes/failure";
import { awaitReady, type Probe } from "../../processes/readiness";
import { isRunning, type ProcessSpec, readRecord } from "../../processes/record";
import { isSame, startProcess } from "../../processes/start";
import { stopProcess } from "../../processes/stop";

/** Bound of one process's start, ms; a few share two cores with much else. */
const READY_BOUND_MS = 60_000;

/** What one that runs already may take to answer before it counts as broken, ms. */
const KEPT_BOUND_MS = 10_000;

/** How a process is taken or started. */
export interface StartBounds {
  readonly signal?: AbortSignal;
  /** Starts it anew even if it runs as it should. */
  readonly anew?: boolean;
  /** Done before it is started, and not where one is kept. */
  readonly prepare?: () => Promise<void>;
}

/**
 * Makes sure that a process runs with these very arguments and is ready.
 *
 * @param folder of the records.
 * @returns whether it was started, and not kept.
 */
export async function ensureRunning(
  folder: string,
  spec: ProcessSpec,
  probe: Probe,
  { signal, anew = false, prepare }: StartBounds,
): Promise<boolean> {
  const bounds = signal === undefined ? {} : { signal };
  const record = await readRecord(folder, spec.name);
  if (!anew && record !== undefined && isSame(record, spec) && (await isRunning(record))) {
    try {
      await awaitReady(folder, record, probe, { timeoutMs: KEPT_BOUND_MS, ...bounds });
      return false;
    } catch (error) {
      if (!(error instanceof ProcessError)) throw error;
    }
  }
  await stopProcess(folder, spec.name);
  await prepare?.();
  signal?.throwIfAborted();
  const started = await startProcess(folder, spec);
  await awaitReady(folder, started, probe, { timeoutMs: READY_BOUND_MS, ...bounds });
  return true;
}
