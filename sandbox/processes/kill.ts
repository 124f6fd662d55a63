import { pidsWithVariable } from "./process-table";
import { isRunning, readRecord, recordFile, RECORD_VARIABLE } from "./record";
import { sendSignal } from "./signal";

/**
 * Kills a recorded process and all that descends from it at once, as a loss of power does. The record
 * stays, so that whoever starts it again finds what it left. One that does not run is left alone, but
 * for its descendants.
 */
export async function killProcess(folder: string, name: string): Promise<void> {
  const record = await readRecord(folder, name);
  if (record === undefined) return;
  // Before its descendants, which it might start again.
  if (await isRunning(record)) sendSignal(-record.pid, "SIGKILL");
  // What is being started while the list is read shows in the next one.
  for (;;) {
    const left = await pidsWithVariable(RECORD_VARIABLE, recordFile(folder, name));
    if (left.length === 0) return;
    for (const pid of left) sendSignal(pid, "SIGKILL");
  }
}
