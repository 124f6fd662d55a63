import { readdir, readlink, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pidsWithVariable } from "../../processes/process-table";
import { sendSignal } from "../../processes/signal";
import { NetworkError } from "./failure";
import { type NetworkFiles, runningHolder } from "./holder";
import { NETWORK_VARIABLE } from "./place";

const KILL_BOUND_MS = 5_000;
const POLL_MS = 20;

/**
 * The network namespaces of a network, as the system numbers them. Empty once the holder is gone.
 *
 * A process is in the network if it is in one of them, whatever it did to its environment or its
 * user since it came in.
 */
export async function namespaceIds(files: NetworkFiles): Promise<ReadonlySet<string>> {
  const holder = await runningHolder(files);
  if (holder === undefined) return new Set();
  const inside = join(`/proc/${String(holder.pid)}/root`, files.namespaces);
  const found = await Promise.all(
    ["sites", "pods"].map(async (kind) => {
      const names = await readdir(join(inside, kind)).catch(() => []);
      return await Promise.all(
        names.map(async (name) => {
          const entry = await stat(join(inside, kind, name)).catch(() => undefined);
          return entry === undefined ? [] : [`net:[${String(entry.ino)}]`];
        }),
      );
    }),
  );
  return new Set(found.flat(2));
}

/** Kills all that runs in a network, until nothing is left. */
export async function killAll(files: NetworkFiles, namespaces: ReadonlySet<string>): Promise<void> {
  const deadline = Date.now() + KILL_BOUND_MS;
  for (;;) {
    const pids = await processesIn(files, namespaces);
    if (pids.length === 0) return;
    if (Date.now() > deadline) {
      throw new NetworkError(
        "not-ready",
        `pid ${pids.join(", ")} of the network ${files.folder} is still there after SIGKILL`,
      );
    }
    for (const pid of pids) sendSignal(pid, "SIGKILL");
    await sleep(POLL_MS);
  }
}

async function processesIn(
  { folder }: NetworkFiles,
  namespaces: ReadonlySet<string>,
): Promise<number[]> {
  const marked = await pidsWithVariable(NETWORK_VARIABLE, folder);
  const pids = namespaces.size === 0 ? [] : (await readdir("/proc")).map(Number);
  const within = await Promise.all(
    pids.filter(Number.isInteger).map(async (pid) => {
      const namespace = await readlink(`/proc/${String(pid)}/ns/net`).catch(() => "");
      return namespaces.has(namespace) ? [pid] : [];
    }),
  );
  return [...new Set([...marked, ...within.flat()])].filter((pid) => pid !== process.pid);
}
