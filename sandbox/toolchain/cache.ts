import { createHash } from "node:crypto";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Asset, assetNames, assets } from "./assets";
import { isGoTool, type ToolName } from "./catalog";
import type { ToolchainEnvironment } from "./environment";
import { compilerFlags, type GoModuleName, goModuleNames } from "./go-modules";
import { goToolNames, goToolOf, linkerFlags } from "./go-tools";
import { type PythonToolName, pythonToolNames, pythonToolOf, requirementOf } from "./python-tools";

/** The Go modules that pin what is built. */
export const modulesFolder = join(__dirname, "modules");

/** Where things are below the cache folder of a user. */
export interface CacheFolders {
  /** Finished binaries and assets, and the claims of those who build. */
  readonly toolchain: string;
  /** What a build needs meanwhile: compiled packages, sources, logs. Deleted after success. */
  readonly scratch: string;
}

export function cacheFolders(environment: ToolchainEnvironment): CacheFolders {
  return {
    toolchain: join(environment.cache, "toolchain"),
    scratch: join(environment.cache, "toolchain-build"),
  };
}

/** What a folder of the cache depends on; any difference gives another folder. */
export interface KeyInputs {
  /** File contents by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Build flags, package paths, patterns. */
  readonly settings: readonly string[];
  readonly platform: string;
}

/** A short name for inputs: 12 hexadecimal digits. */
export function cacheKey({ files, settings, platform }: KeyInputs): string {
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([sorted, settings, platform]))
    .digest("hex")
    .slice(0, 12);
}

/** Where each tool and asset of this checkout is, once it has been built. */
export interface CacheLayout {
  /** The folder of a module: `cluster-0123456789ab`. Its binaries are in `bin`. */
  readonly modules: Readonly<Record<GoModuleName, string>>;
  /** The folder of a tool that is installed: `checkov-0123456789ab`. The tool is in `bin`. */
  readonly environments: Readonly<Record<PythonToolName, string>>;
  /** The folder that holds every asset. */
  readonly assets: string;
}

/** Reads the pins of a checkout; nothing is created. */
export async function cacheLayout(
  toolchain: string,
  sources: string = modulesFolder,
): Promise<CacheLayout> {
  const platform = `${process.platform}/${process.arch}`;
  const folders = await Promise.all(
    goModuleNames.map(async (module) => {
      const tools = goToolNames.map(goToolOf).filter((tool) => tool.module === module);
      const settings = [
        ...compilerFlags(module),
        ...tools.flatMap((tool) => [tool.package, linkerFlags(tool)]),
      ];
      const files = await readSources(join(sources, module));
      return [
        module,
        join(toolchain, `${module}-${cacheKey({ files, settings, platform })}`),
      ] as const;
    }),
  );
  const settings = assetNames.flatMap((name) => {
    const { goModule, from, files }: Asset = assets[name];
    return [name, goModule, JSON.stringify(from), String(files)];
  });
  const pins = await Promise.all(
    [...new Set(assetNames.map((name) => assets[name].module))].map((module) =>
      readSources(join(sources, module)),
    ),
  );
  const files = { pins: JSON.stringify(pins) };
  const environments = pythonToolNames.map((name) => {
    const settings = [requirementOf(name), pythonToolOf(name).binary ?? []].flat();
    const key = cacheKey({ files: {}, settings, platform });
    return [name, join(toolchain, `${name}-${key}`)] as const;
  });
  return {
    modules: Object.fromEntries(folders) as Record<GoModuleName, string>,
    environments: Object.fromEntries(environments) as Record<PythonToolName, string>,
    assets: join(toolchain, `assets-${cacheKey({ files, settings, platform: "any" })}`),
  };
}

export function cachedTool(layout: CacheLayout, name: ToolName): string {
  return join(folderOf(layout, name), "bin", name);
}

/** Where a program is until it is known to be what was wanted: as deep as its final place is. */
export function partialTool(layout: CacheLayout, name: ToolName): string {
  return join(folderOf(layout, name), "partial", name);
}

function folderOf(layout: CacheLayout, name: ToolName): string {
  return isGoTool(name) ? layout.modules[goToolOf(name).module] : layout.environments[name];
}

/** Go's own files of a module; what else lies there is made from them. */
async function readSources(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true })).filter((name) =>
    /(^go\.(mod|sum)|\.go)$/.test(name),
  );
  const contents = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return Object.fromEntries(names.map((name, index) => [name, contents[index] ?? ""]));
}

/**
 * Removes what earlier pins left: folders of the same kind beside `current`.
 *
 * @param current a folder such as `…/cluster-0123456789ab`.
 */
export async function removeEarlier(toolchain: string, current: string): Promise<void> {
  const prefix = current.slice(toolchain.length + 1, -12);
  const stale = (await readdir(toolchain)).filter(
    (name) =>
      name.startsWith(prefix) &&
      /^[\da-f]{12}$/.test(name.slice(prefix.length)) &&
      join(toolchain, name) !== current,
  );
  for (const name of stale) await removeFolder(join(toolchain, name));
}

/** Deletes a folder with all that is in it, and says how many bytes that freed. */
export async function removeFolder(folder: string): Promise<number> {
  const bytes = await diskUse(folder);
  await rm(folder, { recursive: true, force: true });
  return bytes;
}

/** Bytes on disk, as du counts them; 0 if there is no such folder. */
export async function diskUse(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    // A build may delete its temporary files meanwhile.
    const file = await stat(join(entry.parentPath, entry.name)).catch(() => undefined);
    bytes += (file?.blocks ?? 0) * 512;
  }
  return bytes;
}
