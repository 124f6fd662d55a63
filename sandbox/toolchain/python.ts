import { join } from "node:path";
import { z } from "zod";
import { type CommandResult, runCommand } from "./command";
import type { ToolchainEnvironment } from "./environment";
import { findExecutable } from "./search-path";
import { findVersion, isWithin, rangeText, type VersionRange } from "./version";

/** The Pythons that every {@link PythonTool} runs on. */
export const PYTHON_ACCEPTS: VersionRange = { atLeast: "3.9.0" };

/** Either the path of a Python that can make environments, or a clause that says why there is none. */
export type PythonSearch = { readonly path: string } | { readonly reason: string };

/** A busy machine, or a script that looks for the Python to start, needs more than a moment. */
const TIMEOUT_MS = 30_000;

/** Asked of Python itself, since a `python3` may be a link or a script that starts another one. */
const QUESTION = `
import importlib.util, json, os, sys
print(json.dumps({
    "version": "%d.%d.%d" % sys.version_info[:3],
    "path": os.path.realpath(sys.executable),
    "lacks": [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None],
}))`;

const answerSchema = z.object({
  version: z.string(),
  path: z.string(),
  lacks: z.array(z.string()),
});

/**
 * Looks for a Python that can make environments. The path that is given names one release of it,
 * not whichever is the newest: it is gone, and not another one, once that has been replaced.
 */
export async function findPython(
  environment: ToolchainEnvironment,
  signal?: AbortSignal,
): Promise<PythonSearch> {
  const found = await findExecutable("python3", environment.path);
  if (found === undefined) return { reason: "there is no python3 on the PATH" };
  const { exitCode, output } = await runCommand(found, ["-I", "-c", QUESTION], {
    variables: environment.variables,
    signal,
    timeoutMs: TIMEOUT_MS,
  });
  if (exitCode !== 0) return { reason: `${found} does not run` };

  const { version, path, lacks } = answerSchema.parse(JSON.parse(output));
  const release = findVersion(version);
  if (!release || !isWithin(release, PYTHON_ACCEPTS)) {
    return { reason: `${found} is ${version}, wanted is ${rangeText(PYTHON_ACCEPTS)}` };
  }
  if (lacks.length > 0) return { reason: `${found} (${version}) lacks ${lacks.join(" and ")}` };
  return { path };
}

/** A Python that is set up to install, and the signal that ends it. */
export interface PythonRunner {
  readonly path: string;
  readonly variables: Readonly<NodeJS.ProcessEnv>;
  readonly signal: AbortSignal | undefined;
}

/** The environment of every Python command: where packages come from is the user's, where they go is not. */
export function pythonVariables(
  environment: ToolchainEnvironment,
  scratch: string,
): NodeJS.ProcessEnv {
  return {
    ...environment.variables,
    PIP_PREFIX: undefined,
    PIP_TARGET: undefined,
    PIP_USER: undefined,
    PIP_CACHE_DIR: join(scratch, "pip"),
    TMPDIR: join(scratch, "tmp"),
  };
}

/**
 * Runs Python without the user's modules and settings of it.
 *
 * @param onLine gets each line of its output as it comes.
 */
export async function runPython(
  { path, variables, signal }: PythonRunner,
  args: readonly string[],
  onLine: (line: string) => void,
): Promise<CommandResult> {
  // Without -u lines come in bundles.
  return await runCommand(path, ["-I", "-u", ...args], { variables, signal, onOutputLine: onLine });
}
