import { randomUUID } from "node:crypto";
import { link, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { readFileIfPresent } from "./atomic-file";
import { ProcessError } from "./failure";
import { lookUp } from "./process-table";

const holderSchema = z.object({ pid: z.int(), startedAt: z.string(), doing: z.string() });

type Holder = z.infer<typeof holderSchema>;

/**
 * Runs an action while no other process does one under the same lock file. A lock whose holder died
 * is taken over.
 *
 * @param doing what the holder does, for the other's error: `starting the sandbox`.
 * @throws ProcessError `busy` at once if another process holds it.
 */
export async function withLock<T>(
  file: string,
  doing: string,
  action: () => Promise<T>,
): Promise<T> {
  await acquire(file, doing);
  try {
    return await action();
  } finally {
    await rm(file, { force: true });
  }
}

async function acquire(file: string, doing: string): Promise<void> {
  const self = await lookUp(process.pid);
  if (!self) throw new TypeError("this process is not in the system's process table");
  const mine: Holder = { pid: self.pid, startedAt: self.startedAt, doing };

  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  while (!(await createExclusively(file, JSON.stringify(mine)))) {
    const holder = await readHolder(file);
    if (holder && (await lookUp(holder.pid))?.startedAt === holder.startedAt) {
      throw new ProcessError(
        "busy",
        `another process (pid ${String(holder.pid)}) is ${holder.doing}: wait until it is done, or interrupt it with Ctrl-C`,
      );
    }
    await rm(file, { force: true });
  }
}

/** Creates a file complete with its content; false if it is there already. */
async function createExclusively(file: string, content: string): Promise<boolean> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  await writeFile(temporary, content, { mode: 0o600 });
  try {
    await link(temporary, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function readHolder(file: string): Promise<Holder | undefined> {
  const text = await readFileIfPresent(file);
  return text === undefined ? undefined : holderSchema.parse(JSON.parse(text));
}
