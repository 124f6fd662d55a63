import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { connect, type NetConnectOpts } from "node:net";
import { join } from "node:path";
import { LOOPBACK } from "../../sandbox/cluster/ports";
import { socketPath } from "../../sandbox/cluster/state-files";
import { sendSignal } from "../../sandbox/processes/signal";

/** Ports of a region; see sandbox/cluster/ports.ts. */
const PORTS_PER_REGION = 10;

/** Where a sandbox is. */
export interface Place {
  /** Its folder, absolute. */
  readonly directory: string;
  readonly portBase: number;
  readonly regions: number;
}

/** What runs of a sandbox, a sentence each; empty if nothing does. */
export async function leftOf(place: Place): Promise<string[]> {
  const processes = await processesOf(place);
  const answering = await Promise.all(
    (await socketsBelow(place.directory)).map(async (path) =>
      (await takesConnections({ path: socketPath(path) })) ? [path] : [],
    ),
  );
  const all = Array.from({ length: place.regions * PORTS_PER_REGION }, (_, n) => n);
  const ports = await Promise.all(
    all.map(async (n) => {
      const port = place.portBase + n;
      return (await takesConnections({ host: LOOPBACK, port })) ? [port] : [];
    }),
  );
  return [
    ...processes.map(({ pid, command }) => `process ${pid} is left: ${command}`),
    ...answering.flat().map((path) => `somebody is at ${path}`),
    ...ports.flat().map((port) => `somebody is at port ${port}`),
  ];
}

/** Kills all that runs of a sandbox at once, as a loss of power does. */
export async function killEverything(place: Place): Promise<void> {
  // What is being started while the list is read shows in the next one.
  for (;;) {
    const left = await processesOf(place);
    if (left.length === 0) return;
    for (const { pid } of left) sendSignal(pid, "SIGKILL");
  }
}

interface Found {
  readonly pid: number;
  readonly command: string;
}

/** Processes that have the sandbox's folder in their command or in a mark of the sandbox's own. */
async function processesOf({ directory }: Place): Promise<Found[]> {
  const own = await lineage();
  const pids = (await readdir("/proc")).map(Number).filter(Number.isInteger);
  const found = await Promise.all(
    pids
      .filter((pid) => !own.has(pid))
      .map(async (pid): Promise<Found[]> => {
        const command = (await proc(pid, "cmdline")).replaceAll("\0", " ").trim();
        const marks = (await proc(pid, "environ"))
          .split("\0")
          .filter((variable) => variable.startsWith("NEPHORAN_"))
          .map((variable) => variable.slice(variable.indexOf("=") + 1));
        const isItsOwn =
          command.includes(`${directory}/`) ||
          marks.some((mark) => mark === directory || mark.startsWith(`${directory}/`));
        return isItsOwn ? [{ pid, command: command.slice(0, 160) }] : [];
      }),
  );
  return found.flat();
}

/** This process and whoever started it. */
async function lineage(): Promise<ReadonlySet<number>> {
  const all = new Set<number>();
  for (let pid = process.pid; pid > 1 && !all.has(pid);) {
    all.add(pid);
    pid = Number(/^PPid:\s+(\d+)$/m.exec(await proc(pid, "status"))?.[1] ?? 0);
  }
  return all;
}

const proc = (pid: number, file: string): Promise<string> =>
  readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");

async function socketsBelow(folder: string): Promise<string[]> {
  const options = { recursive: true, withFileTypes: true } as const;
  const entries = await readdir(folder, options).catch(() => []);
  return entries
    .filter((entry) => entry.isSocket())
    .map(({ parentPath, name }) => join(parentPath, name));
}

async function takesConnections(where: NetConnectOpts): Promise<boolean> {
  const socket = connect(where);
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
