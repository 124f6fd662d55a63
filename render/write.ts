import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { stringify } from "yaml";
import type { Capture } from "./capture";
import { type Manifest, manifestPath, manifests } from "./manifest";
import { writeWholeFolder } from "./whole-folder";

/** Marks a folder as written by `render`, and so as free to be replaced by it. */
const MARKER = ".rendered";

/** A region's name and its objects. */
export interface RegionManifests {
  readonly region: string;
  readonly manifests: readonly Manifest[];
}

/** A captured region's objects. */
export const regionManifests = ({ config, resources }: Capture): RegionManifests => ({
  region: config.region.name,
  manifests: manifests(resources),
});

/**
 * Writes every region's objects below `directory`, all or nothing: what stood there is replaced
 * only once the new files are complete.
 *
 * @throws Error if `directory` holds files that `render` did not write, or if two objects of a
 * region have the same kind, namespace and name.
 */
export function writeManifests(directory: string, regions: readonly RegionManifests[]): void {
  const target = resolve(directory);
  if (existsSync(target) && readdirSync(target).length > 0 && !existsSync(join(target, MARKER))) {
    throw new Error(
      `${target} holds files that render did not write. Name a new or an empty folder.`,
    );
  }
  writeWholeFolder(target, (fresh) => {
    writeFileSync(
      join(fresh, MARKER),
      "Written by `npm run render`, which replaces this folder.\n",
    );
    for (const { region, manifests: objects } of regions) {
      for (const manifest of objects) writeManifest(join(fresh, region), manifest);
    }
    rmSync(target, { recursive: true, force: true });
  });
}

function writeManifest(directory: string, manifest: Manifest): void {
  const file = join(directory, manifestPath(manifest));
  mkdirSync(dirname(file), { recursive: true });
  // `wx`: two objects in one file would be one object in a cluster.
  writeFileSync(file, stringify(manifest, { lineWidth: 100 }), { flag: "wx" });
}
