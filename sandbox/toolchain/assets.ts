import { chmod, copyFile, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { GoModuleName } from "./go-tools";
import type { ToolGroup } from "./tool";

/** Files that are needed out of a Go module after its sources are gone. */
export interface Asset {
  readonly group: ToolGroup;
  /** The module of ours that pins it. */
  readonly module: GoModuleName;
  /** The Go module that contains it. */
  readonly goModule: string;
  /** The folder in the Go module. */
  readonly from: string;
  /** Which files, by their path below `from`. */
  readonly files: RegExp;
}

/** By the name of the folder that they have below {@link Toolchain.assets}. */
export const assets = {
  /** What KWOK plays for nodes, pods and volumes; laid out as in its source. */
  "kwok-stages": {
    group: "cluster",
    module: "cluster",
    goModule: "sigs.k8s.io/kwok",
    from: "kustomize/stage",
    files:
      /^(node\/(fast|heartbeat-with-lease)|pod\/fast|volume\/fast)\/(?!kustomization)[^/]+\.yaml$/,
  },
  /** What schemas for kubeconform are made of: one file per API group and version. */
  "openapi-v3": {
    group: "manifest-checks",
    module: "cluster",
    goModule: "k8s.io/kubernetes",
    from: "api/openapi-spec/v3",
    files: /^apis?_[^/]*_v\d[a-z\d]*_openapi\.json$/,
  },
} as const satisfies Record<string, Asset>;

export type AssetName = keyof typeof assets;
export const assetNames = Object.keys(assets) as readonly AssetName[];

/** The assets of some groups. */
export function assetsOf(groups: readonly ToolGroup[]): AssetName[] {
  return assetNames.filter((name) => groups.includes(assets[name].group));
}

/**
 * Copies one asset out of an unpacked Go module. The folder appears at once with all its files.
 *
 * @throws Error if the module does not contain what is expected of it.
 */
export async function copyAsset(name: AssetName, moduleFolder: string, to: string): Promise<void> {
  const { from, files }: Asset = assets[name];
  const source = join(moduleFolder, from);
  const found = (await readdir(source, { recursive: true })).filter((file) => files.test(file));
  if (found.length === 0) throw new Error(`${source} has no file that matches ${String(files)}`);

  const partial = join(to, `.partial-${name}-${process.pid}`);
  await rm(partial, { recursive: true, force: true });
  for (const file of found) {
    const target = join(partial, file);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(join(source, file), target);
    // Go keeps its modules read-only, and a copy of such a file is read-only too.
    await chmod(target, 0o644);
  }
  await rename(partial, join(to, name));
}

/** Whether an asset is in its folder. It appears as a whole, so the folder tells. */
export async function hasAsset(name: AssetName, folder: string): Promise<boolean> {
  return await stat(join(folder, name)).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
