import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { BuildContext } from "./build";
import { cachedTool, partialTool } from "./cache";
import { type ToolName, toolOf } from "./catalog";
import { ToolchainError } from "./failure";
import type { GoRunner } from "./go";
import { probeVersion } from "./probe";
import type { PythonRunner } from "./python";
import { versionText } from "./version";

/**
 * Moves a program from its partial place to its final one, where others may find it at any moment:
 * it has to say that it is the release that was pinned.
 *
 * @param how the end of the sentence that says where it comes from: `built from …`.
 * @throws ToolchainError `build-failed` if it is another release, or does not say.
 */
export async function takeIntoUse(
  tool: ToolName,
  how: string,
  { layout, runner }: BuildContext<GoRunner | PythonRunner>,
): Promise<void> {
  const { version, versionArguments } = toolOf(tool);
  const partial = partialTool(layout, tool);
  if (versionArguments) {
    const told = await probeVersion(partial, versionArguments, runner.variables, runner.signal);
    if (!told || versionText(told) !== version) {
      const what = told ? `says it is ${versionText(told)}` : "does not tell its version";
      throw new ToolchainError("build-failed", `${tool} ${version} was ${how}, but it ${what}`);
    }
  }
  const finished = cachedTool(layout, tool);
  await mkdir(dirname(finished), { recursive: true });
  await rename(partial, finished);
  await rm(dirname(partial), { recursive: true });
}
