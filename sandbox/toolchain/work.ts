import { type AssetName, assets } from "./assets";
import { type GoModuleName, moduleCosts, type ToolName, toolNames, toolOf } from "./catalog";
import { priceSteps } from "./estimate";
import type { Survey } from "./locate";
import type { BuildStep } from "./meter";

/** What is to be made out of one module. */
export interface ModuleWork {
  readonly module: GoModuleName;
  readonly tools: readonly ToolName[];
  readonly assets: readonly AssetName[];
  readonly download: BuildStep;
  /** One for each tool, in order. */
  readonly compilations: readonly (BuildStep & { readonly tool: ToolName })[];
}

/** What a build will take. */
export interface BuildCost {
  readonly milliseconds: number;
  /** Free disk that it needs meanwhile; about a twentieth of it stays. */
  readonly diskBytes: number;
}

/** Sources of Kubernetes alone, which is what the assets are taken from. */
const ASSETS_ONLY_BYTES = 0.3e9;

/** What is missing, by module, in build order. */
export function workOf(survey: Pick<Survey, "missing" | "missingAssets">): ModuleWork[] {
  const modules = [...new Set(toolNames.map((name) => toolOf(name).module))];
  return modules.flatMap((module) => {
    const tools = survey.missing.filter((name) => toolOf(name).module === module);
    const files = survey.missingAssets.filter((name) => assets[name].module === module);
    const first = tools[0] ?? files[0];
    if (first === undefined) return [];
    const all = toolNames
      .filter((name) => toolOf(name).module === module)
      .map((name) => ({ name, seconds: toolOf(name).seconds }));
    return {
      module,
      tools,
      assets: files,
      download: {
        kind: "downloading" as const,
        tool: first,
        seconds: moduleCosts[module].downloadSeconds,
      },
      compilations: priceSteps(all, tools).map(({ name, seconds }) => ({
        kind: "compiling" as const,
        tool: name,
        seconds,
      })),
    };
  });
}

/** What some work will take on two cores, from nothing. */
export function costOf(work: readonly ModuleWork[]): BuildCost {
  const steps = work.flatMap(({ download, compilations }) => [download, ...compilations]);
  return {
    milliseconds: steps.reduce((sum, { seconds }) => sum + seconds * 1000, 0),
    diskBytes: work.reduce(
      (sum, { module, tools }) =>
        sum + (tools.length > 0 ? moduleCosts[module].diskBytes : ASSETS_ONLY_BYTES),
      0,
    ),
  };
}
