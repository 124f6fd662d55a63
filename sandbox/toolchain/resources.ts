import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { ToolchainError } from "./failure";

/** Free memory from which on Go may collect its garbage less often, in bytes: 8 GiB. */
export const ROOMY_MEMORY_BYTES = 8 * 2 ** 30;

/** Go's garbage collector settings: with 400 a build is about a tenth faster and needs more memory. */
export function collectorSettings(
  freeBytes: number = process.availableMemory(),
): Readonly<Record<string, string>> {
  return freeBytes >= ROOMY_MEMORY_BYTES ? { GOGC: "400" } : {};
}

/** Bytes that a user may still write below a folder, which need not exist yet. */
export async function freeDiskBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    const parent = dirname(folder);
    if (parent === folder) throw error;
    return await freeDiskBytes(parent);
  }
}

/** @throws ToolchainError `disk-full` if there is less room than a build takes. */
export function assertRoom(neededBytes: number, freeBytes: number, folder: string): void {
  if (freeBytes >= neededBytes) return;
  throw new ToolchainError(
    "disk-full",
    `building the missing tools takes about ${bytesText(neededBytes)} in ${folder} meanwhile, and ` +
      `there are ${bytesText(freeBytes)} free. Make room there, or set NEPHORAN_CACHE to a folder ` +
      `on a larger disk.`,
  );
}

/** `12.3 GB` or `34 MB` (powers of ten). */
export function bytesText(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(0)} MB`;
}
