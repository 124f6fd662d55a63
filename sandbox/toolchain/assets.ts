import { chmod, copyFile, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { GoModuleName } from "./go-modules";
import type { ToolGroup } from "./tool";

/** Files that are needed out of a Go module after its sources are gone. */
export interface Asset {
  readonly groups: readonly ToolGroup[];
  /** The module of ours that pins it. */
  readonly module: GoModuleName;
  /** The Go module that contains it. */
  readonly goModule: string;
  /** Folders in the Go module, by the folders that they are in the asset; `.` is the asset itself. */
  readonly from: Readonly<Record<string, string>>;
  /** Which files, by their path below such a folder. */
  readonly files: RegExp;
}

const ISTIO = "istio.io/istio";

/** By the name of the folder that they have below {@link Toolchain.assets}. */
export const assets = {
  /** What KWOK plays for nodes, pods and volumes; laid out as in its source. */
  "kwok-stages": {
    groups: ["cluster"],
    module: "cluster",
    goModule: "sigs.k8s.io/kwok",
    from: { ".": "kustomize/stage" },
    files:
      /^(node\/(fast|heartbeat-with-lease)|pod\/fast|volume\/fast)\/(?!kustomization)[^/]+\.yaml$/,
  },
  /** What schemas for kubeconform are made of: one file per API group and version. */
  "openapi-v3": {
    groups: ["manifest-checks"],
    module: "cluster",
    goModule: "k8s.io/kubernetes",
    from: { ".": "api/openapi-spec/v3" },
    files: /^apis?_[^/]*_v\d[a-z\d]*_openapi\.json$/,
  },
  /** Istio's official charts, by the names that they have in its Helm repository. */
  "istio-charts": {
    groups: ["cluster", "mesh"],
    module: "mesh",
    goModule: ISTIO,
    from: {
      base: "manifests/charts/base",
      istiod: "manifests/charts/istio-control/istio-discovery",
      cni: "manifests/charts/istio-cni",
      gateway: "manifests/charts/gateway",
    },
    files: /./,
  },
  /** What pilot-agent makes the configuration out of that Envoy starts with. */
  "envoy-bootstrap": {
    groups: ["mesh"],
    module: "mesh",
    goModule: ISTIO,
    from: { ".": "tools/packaging/common" },
    files: /^envoy_bootstrap\.json$/,
  },
  /** What schemas for the objects of cert-manager are made of. */
  "cert-manager-crds": {
    groups: ["manifest-checks"],
    module: "cert-manager",
    goModule: "github.com/cert-manager/cert-manager",
    from: { ".": "deploy/crds" },
    files: /\.yaml$/,
  },
} as const satisfies Record<string, Asset>;

export type AssetName = keyof typeof assets;
export const assetNames = Object.keys(assets) as readonly AssetName[];

/** The assets of some groups. */
export function assetsOf(groups: readonly ToolGroup[]): AssetName[] {
  return assetNames.filter((name) => assets[name].groups.some((group) => groups.includes(group)));
}

/**
 * Copies one asset out of an unpacked Go module. The folder appears at once with all its files.
 *
 * @throws Error if the module does not contain what is expected of it.
 */
export async function copyAsset(name: AssetName, moduleFolder: string, to: string): Promise<void> {
  const { from, files }: Asset = assets[name];
  const found = await Promise.all(
    Object.entries(from).map(async ([folder, source]) => {
      const path = join(moduleFolder, source);
      const names = (await filesBelow(path)).filter((file) => files.test(file));
      if (names.length === 0) throw new Error(`${path} has no file that matches ${String(files)}`);
      return names.map((file) => ({ file: join(path, file), place: join(folder, file) }));
    }),
  );

  const partial = join(to, `.partial-${name}-${process.pid}`);
  await rm(partial, { recursive: true, force: true });
  for (const { file, place } of found.flat()) {
    const target = join(partial, place);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(file, target);
    // Go keeps its modules read-only, and a copy of such a file is read-only too.
    await chmod(target, 0o644);
  }
  await rename(partial, join(to, name));
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** Whether an asset is in its folder. It appears as a whole, so the folder tells. */
export async function hasAsset(name: AssetName, folder: string): Promise<boolean> {
  return await stat(join(folder, name)).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
