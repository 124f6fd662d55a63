import { readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { PROJECT } from "../../config/project";
import type { SandboxLayout } from "../layout";
import { readFileIfPresent } from "../processes/atomic-file";
import { lookUp } from "../processes/process-table";

const lockSchema = z.object({ pid: z.int(), hostname: z.string() });

/**
 * Removes the locks on a region's stack whose engines died, after a power failure for instance. An
 * engine that lives keeps its lock, and whoever comes second is told by the engine itself.
 */
export async function removeDeadLocks(layout: SandboxLayout, region: string): Promise<void> {
  const folder = join(layout.backend, ".pulumi", "locks", "organization", PROJECT, region);
  for (const name of await readdir(folder).catch(() => [])) {
    const file = join(folder, name);
    const lock = lockSchema.safeParse(JSON.parse((await readFileIfPresent(file)) ?? "null"));
    if (!lock.success || lock.data.hostname !== hostname()) continue;
    if ((await lookUp(lock.data.pid)) === undefined) await rm(file, { force: true });
  }
}
