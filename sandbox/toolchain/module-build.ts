import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { assets, copyAsset } from "./assets";
import type { BuildContext } from "./build";
import { buildFailure } from "./build-log";
import { modulesFolder, partialTool, removeEarlier } from "./cache";
import { type GoRunner, runGo } from "./go";
import { compilerFlags, type GoModuleName } from "./go-modules";
import { type GoToolName, goToolOf, linkerFlags } from "./go-tools";
import { takeIntoUse } from "./into-use";
import type { BuildMeter, BuildStep } from "./meter";
import { type CompilePlan, listArguments, planCompilation } from "./plan";
import { prepareSources } from "./sources";
import type { ModuleWork } from "./work";

/** Downloads one module's sources, takes the assets out of them, and compiles its tools. */
export async function buildModule(
  work: ModuleWork,
  context: BuildContext<GoRunner>,
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
  context: BuildContext<GoRunner>,
  onLine: (line: string) => void,
): Promise<ReadonlyMap<GoToolName, CompilePlan>> {
  if (tools.length === 0) return new Map();
  const listing = await go(module, sources, listArguments(module, tools), context, onLine);
  return planCompilation(listing, tools);
}

async function compile(
  tool: GoToolName,
  step: BuildStep,
  { packages, fromNothing }: CompilePlan,
  sources: string,
  context: BuildContext<GoRunner>,
  meter: BuildMeter,
): Promise<void> {
  const partial = partialTool(context.layout, tool);
  const { module, package: goPackage } = goToolOf(tool);
  const flags = [...compilerFlags(module), `-ldflags=${linkerFlags(goToolOf(tool))}`];

  meter.begin(step, packages.size, packages.size / fromNothing);
  const args = ["build", "-v", ...flags, "-o", partial, goPackage];
  await go(tool, sources, args, context, (line) => {
    if (packages.has(line)) meter.advance();
  });
  await takeIntoUse(tool, `built from ${sources}`, context);
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
  { runner, folders }: BuildContext<GoRunner>,
  onErrorLine: (line: string) => void = () => undefined,
): Promise<string> {
  const result = await runGo(runner, sources, args, onErrorLine);
  if (result.exitCode === 0) return result.output;
  const command = `go ${args.filter((word) => /^[a-z]+$/.test(word)).join(" ")}`;
  throw await buildFailure(folders.scratch, { label, command, result });
}
