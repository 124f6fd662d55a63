import { stat } from "node:fs/promises";
import { sep } from "node:path";
import { type AssetName, assetsOf, hasAsset } from "./assets";
import { cachedTool, cacheFolders, cacheLayout, type CacheLayout } from "./cache";
import { isGoTool, type ToolName, toolOf, toolsOf } from "./catalog";
import type { ToolchainEnvironment } from "./environment";
import { probeVersion } from "./probe";
import { findPulumi } from "./pulumi-installation";
import { interpreterOf } from "./python-environment";
import { type Finding, findExecutable, type Origin, type RefusedTool } from "./search-path";
import { pythonToolOf } from "./python-tools";
import type { ToolGroup } from "./tool";
import { isWithin, rangeText, versionText } from "./version";

/** What the search for one tool gave. */
export interface ToolLocation extends Finding {
  readonly tool: ToolName;
}

/** What is there of some groups, and what is not. */
export interface Survey {
  readonly groups: readonly ToolGroup[];
  readonly layout: CacheLayout;
  readonly locations: readonly ToolLocation[];
  /** In build order. */
  readonly missing: readonly ToolName[];
  readonly missingAssets: readonly AssetName[];
}

export function isComplete(survey: Pick<Survey, "missing" | "missingAssets">): boolean {
  return survey.missing.length === 0 && survey.missingAssets.length === 0;
}

/**
 * Looks for the tools of some groups: on the PATH, in KUBEBUILDER_ASSETS, in the cache. Nothing is
 * created. Pulumi's three programs come from one place, since they have to fit each other.
 */
export async function locate(
  groups: readonly ToolGroup[],
  environment: ToolchainEnvironment,
  signal?: AbortSignal,
): Promise<Survey> {
  const { toolchain } = cacheFolders(environment);
  const layout = await cacheLayout(toolchain);
  // A shell of the sandbox has the cache on its PATH; that is no installation of the user's.
  const path = environment.path.filter((folder) => !folder.startsWith(toolchain + sep));
  const pulumi = groups.includes("pulumi")
    ? await findPulumi(environment, path, signal)
    : new Map<ToolName, Finding>();

  const locations = await Promise.all(
    toolsOf(groups).map(async (tool) =>
      toolOf(tool).group === "pulumi"
        ? { tool, refused: [], ...pulumi.get(tool) }
        : await locateInstalled(tool, path, environment, signal),
    ),
  );
  return await lookInCache({ groups, layout, locations });
}

/** Looks again in the cache for what is not found elsewhere: a build may have finished meanwhile. */
export async function lookInCache(
  survey: Pick<Survey, "groups" | "layout" | "locations">,
): Promise<Survey> {
  const { groups, layout } = survey;
  const locations = await Promise.all(
    survey.locations.map(async (location) =>
      location.found ? location : await withCache(location, layout),
    ),
  );
  const assetNames = assetsOf(groups);
  const present = await Promise.all(assetNames.map((name) => hasAsset(name, layout.assets)));
  return {
    groups,
    layout,
    locations,
    missing: locations.filter(({ found }) => !found).map(({ tool }) => tool),
    missingAssets: assetNames.filter((_, index) => present[index] !== true),
  };
}

async function locateInstalled(
  tool: ToolName,
  path: readonly string[],
  environment: ToolchainEnvironment,
  signal?: AbortSignal,
): Promise<ToolLocation> {
  const { accepts, versionArguments, inKubebuilderAssets } = toolOf(tool);
  const places: [Origin, readonly string[]][] = [["PATH", path]];
  if (inKubebuilderAssets && environment.kubebuilderAssets !== undefined) {
    places.push(["KUBEBUILDER_ASSETS", [environment.kubebuilderAssets]]);
  }
  const refused: RefusedTool[] = [];
  for (const [origin, folders] of places) {
    const file = await findExecutable(tool, folders);
    if (file === undefined) continue;
    const version = await probeVersion(file, versionArguments ?? [], environment.variables, signal);
    if (version && isWithin(version, accepts)) {
      return { tool, found: { path: file, origin, version: versionText(version) }, refused };
    }
    const reason = version
      ? `is ${versionText(version)}, wanted is ${rangeText(accepts)}`
      : "does not tell its version";
    refused.push({ path: file, reason });
  }
  return { tool, refused };
}

async function withCache(location: ToolLocation, layout: CacheLayout): Promise<ToolLocation> {
  const { tool } = location;
  const path = cachedTool(layout, tool);
  // What is made here says this itself before it gets here.
  const { version } = toolOf(tool);
  const isProgramAlone = isGoTool(tool) || pythonToolOf(tool).binary !== undefined;
  // An environment is of no use once the Python that it was made with has been replaced.
  const needed = isProgramAlone ? [path] : [path, interpreterOf(layout.environments[tool])];
  const isThere = (await Promise.all(needed.map(exists))).every(Boolean);
  return isThere ? { ...location, found: { path, origin: "cache", version } } : location;
}

async function exists(file: string): Promise<boolean> {
  return await stat(file).then(
    () => true,
    () => false,
  );
}
