import { readFileSync } from "node:fs";
import { arch, availableParallelism, cpus, platform, release, totalmem } from "node:os";
import { z } from "zod";
import { findToolchain } from "../sandbox/toolchain/toolchain";

/** What figures depend on beside the code. */
export const machineSchema = z.object({
  cpu: z.string(),
  cores: z.int(),
  memoryGiB: z.number(),
  os: z.string(),
  node: z.string(),
  /** Versions by the names of the tools. */
  tools: z.record(z.string(), z.string()),
});

export type Machine = z.infer<typeof machineSchema>;

/** This machine, and the tools that a sandbox would run on it. */
export async function thisMachine(): Promise<Machine> {
  const { survey } = await findToolchain(["cluster", "pulumi"]);
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown processor",
    cores: availableParallelism(),
    memoryGiB: Math.round(usableMemory() / 2 ** 30),
    os: `${distribution() ?? platform()}, kernel ${release()}, ${arch()}`,
    node: process.version,
    tools: Object.fromEntries(
      survey.locations.flatMap(({ tool, found }) => (found ? [[tool, found.version]] : [])),
    ),
  };
}

/** A container may have less than the machine; 0, or more than there is, means no limit. */
function usableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** As Linux distributions name themselves. */
function distribution(): string | undefined {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
  } catch {
    return undefined;
  }
}
