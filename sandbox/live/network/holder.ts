import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isRunning, type ProcessRecord, readRecord } from "../../processes/record";
import { startProcess } from "../../processes/start";
import { NetworkError } from "./failure";

/** Where a usual Linux has the programs that set up a network. */
export const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** User, mount and network namespace of their own, in which this user is root. */
export const NEW_NAMESPACES = ["--user", "--map-root-user", "--mount", "--net"];

/** Name of the process that keeps the namespaces. */
export const HOLDER = "holder";
const HOLDER_BOUND_MS = 10_000;
const POLL_MS = 10;

/** Absolute path of a program of the system. */
export function systemProgram(name: string): string {
  const found = SYSTEM_PATH.split(":")
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new NetworkError(
    "not-available",
    `${name} is not in ${SYSTEM_PATH}: install util-linux and iproute2`,
  );
}

/** The files of a network below the state folder of the live depth. */
export interface NetworkFiles {
  readonly folder: string;
  /** Records and logs of the holder and the router. */
  readonly processes: string;
  /** Inside, a file system in memory: one file per network namespace. On the host it stays empty. */
  readonly namespaces: string;
  readonly socket: string;
  /** What was opened, for whoever attaches. */
  readonly description: string;
}

export function networkFiles(directory: string): NetworkFiles {
  const folder = join(directory, "network");
  return {
    folder,
    processes: join(folder, "processes"),
    namespaces: join(folder, "namespaces"),
    socket: join(folder, "router.sock"),
    description: join(folder, "network.json"),
  };
}

/**
 * Starts the process that keeps the namespaces. It does nothing, so nothing of what runs in them
 * can take them away by a fault of its own.
 */
export async function startHolder({ processes, namespaces }: NetworkFiles): Promise<ProcessRecord> {
  await mkdir(namespaces, { recursive: true, mode: 0o700 });
  const setUp = [
    `mount -t tmpfs -o mode=0700 tmpfs "$0"`,
    `mkdir "$0/sites" "$0/pods" "$0/places"`,
    "exec sleep infinity",
  ].join(" && ");
  const holder = await startProcess(processes, {
    name: HOLDER,
    command: systemProgram("unshare"),
    args: [...NEW_NAMESPACES, "/bin/sh", "-c", setUp, namespaces],
    workingDirectory: "/",
    environment: { PATH: SYSTEM_PATH },
  });
  const deadline = Date.now() + HOLDER_BOUND_MS;
  // Before, whatever entered them would be where this process is.
  while (
    (await readFile(`/proc/${String(holder.pid)}/comm`, "utf8").catch(() => "")) !== "sleep\n"
  ) {
    if (Date.now() > deadline || !(await isRunning(holder))) {
      throw new NetworkError(
        "not-ready",
        `the namespaces of the network are not there; the log is in ${processes}`,
      );
    }
    await sleep(POLL_MS);
  }
  return holder;
}

/** The holder that runs, if one does. */
export async function runningHolder({
  processes,
}: NetworkFiles): Promise<ProcessRecord | undefined> {
  const record = await readRecord(processes, HOLDER);
  return record !== undefined && (await isRunning(record)) ? record : undefined;
}
