import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { assets, copyAsset } from "./assets";
import type { BuildContext } from "./build";
import { cachedTool, modulesFolder, removeEarlier } from "./cache";
import { compilerFlags, type GoModuleName, linkerFlags, type ToolName, toolOf } from "./catalog";
import { ToolchainError } from "./failure";
import { runGo } from "./go";
import type { BuildMeter, BuildStep } from "./meter";
import { type CompilePlan, listArguments, planCompilation } from "./plan";
import { probeVersion } from "./probe";
import { prepareSources } from "./sources";
import { versionText } from "./version";
import type { ModuleWork } from "./work";

/** Lines of a failed command's output that an error shows. */
const SHOWN_LINES = 20;

/** Downloads one module's sources, takes the assets out of them, and compiles its tools. */
export async function buildModule(
  work: ModuleWork,
  context: BuildContext,
  meter: BuildMeter,
): Promise<void> {
  const { folders, layout, listener } = context;
  const sources = join(folders.scratch, "src", work.module);

  meter.begin(work.download, await countModules(work.module));
  const onLine = (line: string) => {
    if (line.startsWith("go: downloading ")) meter.advance();
  };
  const moduleFolder = async (goModule: string): Promise<string> => {
    const args = ["mod", "download", "-json", goModule];
    const output = await go(work.module, sources, args, context, onLine);
    return (JSON.parse(output) as { Dir: string }).Dir;
  };
  await prepareSources(work.module, sources, moduleFolder);
  const plans = await plan(work, sources, context, onLine);
  for (const name of work.assets) {
    await copyAsset(name, await moduleFolder(assets[name].goModule), layout.assets);
  }
  const seconds = meter.end();
  for (const name of work.assets) listener.onBuilt(name, seconds);

  for (const step of work.compilations) {
    const compilePlan = plans.get(step.tool);
    if (compilePlan) await compile(step.tool, step, compilePlan, sources, context, meter);
  }
  if (work.tools.length > 0) await removeEarlier(folders.toolchain, layout.modules[work.module]);
  if (work.assets.length > 0) await removeEarlier(folders.toolchain, layout.assets);
}

async function plan(
  { module, tools }: ModuleWork,
  sources: string,
  context: BuildContext,
  onLine: (line: string) => void,
): Promise<ReadonlyMap<ToolName, CompilePlan>> {
  if (tools.length === 0) return new Map();
  const listing = await go(module, sources, listArguments(tools), context, onLine);
  return planCompilation(listing, tools);
}

async function compile(
  tool: ToolName,
  step: BuildStep,
  { packages, fromNothing }: CompilePlan,
  sources: string,
  context: BuildContext,
  meter: BuildMeter,
): Promise<void> {
  const { package: goPackage, version, versionArguments } = toolOf(tool);
  const finished = cachedTool(context.layout, tool);
  // Beside its final place, so that the last step is a rename.
  const partial = join(dirname(dirname(finished)), "partial", tool);
  const link = `-ldflags=${linkerFlags(toolOf(tool))}`;
  const args = ["build", "-v", ...compilerFlags, link, "-o", partial, goPackage];

  meter.begin(step, packages.size, packages.size / fromNothing);
  await go(tool, sources, args, context, (line) => {
    if (packages.has(line)) meter.advance();
  });
  if (versionArguments) {
    const { variables, signal } = context.runner;
    const told = await probeVersion(partial, versionArguments, variables, signal);
    if (!told || versionText(told) !== version) {
      const what = told ? `says it is ${versionText(told)}` : "does not tell its version";
      throw new ToolchainError(
        "build-failed",
        `${tool} ${version} was built from ${sources}, but it ${what}`,
      );
    }
  }
  await mkdir(dirname(finished), { recursive: true });
  await rename(partial, finished);
  await rm(dirname(partial), { recursive: true });
  context.listener.onBuilt(tool, meter.end());
}

/** How many modules the sums name with their sources: at most that many are downloaded. */
async function countModules(module: GoModuleName): Promise<number> {
  const sums = await readFile(join(modulesFolder, module, "go.sum"), "utf8");
  return sums.split("\n").filter((line) => line !== "" && !line.includes("/go.mod ")).length;
}

/**
 * Runs one Go command of a build.
 *
 * @param label what it is done for, and what its log is named after.
 * @returns its standard output.
 * @throws ToolchainError `build-failed` with the end of its output and the path of its log.
 */
async function go(
  label: string,
  sources: string,
  args: readonly string[],
  { runner, folders }: BuildContext,
  onErrorLine: (line: string) => void = () => undefined,
): Promise<string> {
  const { exitCode, output, errorLines } = await runGo(runner, sources, args, onErrorLine);
  if (exitCode === 0) return output;
  const verb = args.filter((word) => /^[a-z]+$/.test(word)).join(" ");
  const log = join(folders.scratch, "log", `${label}.log`);
  await mkdir(dirname(log), { recursive: true });
  const lines = [...errorLines, ...output.split("\n").filter((line) => line !== "")];
  await writeFile(log, `${lines.join("\n")}\n`);
  throw new ToolchainError(
    "build-failed",
    [
      `\`go ${verb}\` failed for ${label} (${
        exitCode === null ? "ended by a signal" : `exit code ${exitCode}`
      }). The end of its output:`,
      ...lines.slice(-SHOWN_LINES).map((line) => `  ${line}`),
      `All of it: ${log}`,
    ].join("\n"),
  );
}
