import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

/** Where PostgreSQL says which process has a database. */
const LOCK = "postmaster.pid";

/** Name of PostgreSQL's program. */
const PROGRAM = "postgres";

/**
 * Removes the lock of a server that was killed. PostgreSQL itself holds it for valid wherever a
 * process has its number, and after the machine has started again that is soon another one.
 *
 * @param data folder of the database.
 */
export async function removeStaleLock(data: string): Promise<void> {
  const lock = join(data, LOCK);
  const pid = /^\d+/.exec(await readFile(lock, "utf8").catch(() => ""))?.[0];
  if (pid === undefined) return;
  const program = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
  if (program.trim() !== PROGRAM) await rm(lock, { force: true });
}
