import { chmod, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BuildContext } from "./build";
import { buildFailure } from "./build-log";
import { cachedTool, partialTool, removeEarlier } from "./cache";
import { takeIntoUse } from "./into-use";
import type { BuildMeter } from "./meter";
import { type PythonRunner, runPython } from "./python";
import { type PythonToolName, pythonToolOf, requirementOf } from "./python-tools";
import type { PackageWork } from "./work";

/** Binary alone: packages are unpacked, and no code of theirs runs before the tool does. */
const PIP = [
  "-m",
  "pip",
  "install",
  "--no-input",
  "--disable-pip-version-check",
  "--progress-bar=off",
  "--only-binary=:all:",
];

/**
 * For a binary: no Python runs it, so none has to fit it, and no environment has to hold it.
 *
 * @param folder where the distribution is unpacked.
 */
const unpackedInto = (folder: string) => [
  "--ignore-requires-python",
  "--no-deps",
  "--target",
  folder,
];

/** The Python of a tool's environment, by the folder that the tool has in the cache. */
export function interpreterOf(folder: string): string {
  return join(folder, "environment", "bin", "python");
}

/**
 * Installs one tool into an environment of its own. The environment is made where it stays, as it
 * knows its place; what makes it count is the program that comes last. One that is a binary does not
 * need it any more.
 */
export async function installPackage(
  { tool, download, installation }: PackageWork,
  context: BuildContext<PythonRunner>,
  meter: BuildMeter,
): Promise<void> {
  const { layout, folders, listener, runner } = context;
  const folder = layout.environments[tool];
  const { distributions, binary } = pythonToolOf(tool);
  const environment = join(folder, "environment");
  const unpacked = join(folder, "unpacked");
  // Before its environment, which a killed installation or an earlier Python left.
  await rm(cachedTool(layout, tool), { force: true });
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });

  let seconds = 0;
  meter.begin(download, distributions);
  await python(tool, ["-m", "venv", environment], context);
  const inside = { ...context, runner: { ...runner, path: interpreterOf(folder) } };
  const pip = binary === undefined ? PIP : [...PIP, ...unpackedInto(unpacked)];
  await python(tool, [...pip, requirementOf(tool)], inside, (line) => {
    if (line.startsWith("Collecting ")) meter.advance();
    if (!line.startsWith("Installing collected packages")) return;
    seconds += meter.end();
    meter.begin(installation, 0);
  });
  const partial = partialTool(layout, tool);
  await mkdir(dirname(partial), { recursive: true });
  if (binary === undefined) {
    await writeProgram(tool, partial);
  } else {
    await rename(join(unpacked, binary), partial);
    await rm(unpacked, { recursive: true });
    await rm(environment, { recursive: true });
  }
  await chmod(partial, 0o755);
  await takeIntoUse(tool, `installed in ${folder}`, context);
  listener.onBuilt(tool, seconds + meter.end());
  await removeEarlier(folders.toolchain, folder);
}

/**
 * The program beside the environment, so that no python3 or pip of it gets into the user's PATH. It
 * finds the environment by its own place, as a line such as `#!/a/path` allows neither long paths nor
 * spaces.
 */
async function writeProgram(tool: PythonToolName, file: string): Promise<void> {
  const bin = '"${0%/*}/../environment/bin';
  await writeFile(file, `#!/bin/sh\nexec ${bin}/python" -I ${bin}/${tool}" "$@"\n`);
}

/** @throws ToolchainError `build-failed` with the end of the output and the path of its log. */
async function python(
  tool: PythonToolName,
  args: readonly string[],
  { runner, folders }: BuildContext<PythonRunner>,
  onLine: (line: string) => void = () => undefined,
): Promise<void> {
  const result = await runPython(runner, args, onLine);
  if (result.exitCode === 0) return;
  const command = `python ${args.slice(0, 2).join(" ")}`;
  throw await buildFailure(folders.scratch, { label: tool, command, result });
}
