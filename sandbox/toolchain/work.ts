import { type AssetName, assets } from "./assets";
import { priceSteps } from "./estimate";
import { type GoModuleName, goModuleNames, moduleCosts } from "./go-modules";
import { type GoToolName, goToolNames, goToolOf } from "./go-tools";
import type { Survey } from "./locate";
import type { BuildStep } from "./meter";
import { type PythonToolName, pythonToolNames, pythonToolOf } from "./python-tools";

/** What is to be built out of one module. */
export interface ModuleWork {
  readonly kind: "module";
  readonly module: GoModuleName;
  readonly tools: readonly GoToolName[];
  readonly assets: readonly AssetName[];
  readonly download: BuildStep;
  /** One for each tool, in order. */
  readonly compilations: readonly (BuildStep & { readonly tool: GoToolName })[];
}

/** A tool that is to be installed. */
export interface PackageWork {
  readonly kind: "package";
  readonly tool: PythonToolName;
  readonly download: BuildStep;
  readonly installation: BuildStep;
}

export type Work = ModuleWork | PackageWork;

/** What a build will take. */
export interface BuildCost {
  readonly milliseconds: number;
  /** Free disk that it needs meanwhile; about a twentieth of it stays. */
  readonly diskBytes: number;
}

type Missing = Pick<Survey, "missing" | "missingAssets">;

/** Of a module from which only assets are taken: the sources of Kubernetes, the largest of them. */
const ASSETS_ONLY_BYTES = 0.3e9;

/** What makes everything that is missing, in build order. */
export function workOf(survey: Missing): Work[] {
  return [...moduleWork(survey), ...packageWork(survey)];
}

/** The steps of some work, in order. */
export function stepsOf(work: Work): BuildStep[] {
  return work.kind === "module"
    ? [work.download, ...work.compilations]
    : [work.download, work.installation];
}

/** What some work will take on two cores, from nothing. */
export function costOf(work: readonly Work[]): BuildCost {
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  return {
    milliseconds: 1000 * total(work.flatMap(stepsOf).map(({ seconds }) => seconds)),
    diskBytes: total(work.map(diskBytes)),
  };
}

function diskBytes(work: Work): number {
  if (work.kind === "package") return pythonToolOf(work.tool).diskBytes;
  const { diskBytes } = moduleCosts[work.module];
  return work.tools.length > 0 ? diskBytes : Math.min(diskBytes, ASSETS_ONLY_BYTES);
}

function moduleWork({ missing, missingAssets }: Missing): ModuleWork[] {
  const missingTools = goToolNames.filter((name) => missing.includes(name));
  return goModuleNames.flatMap((module) => {
    const tools = missingTools.filter((name) => goToolOf(name).module === module);
    const files = missingAssets.filter((name) => assets[name].module === module);
    const first = tools[0] ?? files[0];
    if (first === undefined) return [];
    const all = goToolNames
      .filter((name) => goToolOf(name).module === module)
      .map((name) => ({ name, seconds: goToolOf(name).seconds }));
    return {
      kind: "module" as const,
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

function packageWork({ missing }: Missing): PackageWork[] {
  return pythonToolNames
    .filter((tool) => missing.includes(tool))
    .map((tool) => {
      const { downloadSeconds, installSeconds } = pythonToolOf(tool);
      return {
        kind: "package",
        tool,
        download: { kind: "downloading", tool, seconds: downloadSeconds },
        installation: { kind: "installing", tool, seconds: installSeconds },
      };
    });
}
