import { readdir, readFile } from "node:fs/promises";
import { memoryMb } from "../../../processes/process-table";
import { type DeviceCounters, parseNetworkCounters } from "./network-counters";
import { parseProcessUsage, type ProcessUsage } from "./process-usage";

/** What is read of this machine's processes. Whatever is gone meanwhile is not there. */
export interface ProcFiles {
  processes(): Promise<readonly ProcessUsage[]>;
  process(pid: number): Promise<ProcessUsage | undefined>;
  /** The value of one variable in a process's environment. */
  variable(pid: number, name: string): Promise<string | undefined>;
  /** A process's share of memory, in bytes. */
  memoryBytes(pid: number): Promise<number>;
  /** Devices of the network that a process is in. */
  devices(pid: number): Promise<readonly DeviceCounters[]>;
}

/** `/proc` itself. */
export const proc: ProcFiles = {
  processes: async () => {
    const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
    const found = await Promise.all(pids.map(readUsage));
    return found.flatMap((usage) => usage ?? []);
  },
  process: (pid) => readUsage(String(pid)),
  variable: async (pid, name) => {
    const environment = (await read(String(pid), "environ"))?.split("\0") ?? [];
    return environment.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
  },
  memoryBytes: async (pid) => Math.round(((await memoryMb(pid)) ?? 0) * BYTES_PER_MB),
  devices: async (pid) => parseNetworkCounters((await read(String(pid), "net/dev")) ?? ""),
};

const BYTES_PER_MB = 1e6;

async function readUsage(pid: string): Promise<ProcessUsage | undefined> {
  const text = await read(pid, "stat");
  return text === undefined ? undefined : parseProcessUsage(text);
}

/** A file of /proc/PID; undefined if the process is gone. */
async function read(pid: string, file: string): Promise<string | undefined> {
  try {
    return await readFile(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return undefined;
  }
}
