import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { join } from "node:path";

export type Origin = "PATH" | "KUBEBUILDER_ASSETS" | "Pulumi's plugins" | "cache";

/** A tool that can be used as it is. */
export interface FoundTool {
  readonly path: string;
  readonly origin: Origin;
  readonly version: string;
}

/** A program by the right name that is not taken, and the end of the sentence that says why. */
export interface RefusedTool {
  readonly path: string;
  readonly reason: string;
}

/** What looking for one tool gave. */
export interface Finding {
  readonly found?: FoundTool;
  readonly refused: readonly RefusedTool[];
}

/** Where a program is in a list of folders: the first file by that name that may be executed. */
export async function findExecutable(
  name: string,
  folders: readonly string[],
): Promise<string | undefined> {
  for (const folder of folders) {
    const file = join(folder, name);
    if (await isExecutable(file)) return file;
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
