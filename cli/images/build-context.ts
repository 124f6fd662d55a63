import { copyFile, mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { repositoryRoot } from "../../sandbox/layout";
import { bundle } from "./bundle";
import type { OwnImage } from "./own-images";

/**
 * Writes what an image is built from: `app/NAME.cjs` with its licences, and the Dockerfile. All files
 * have the one time, since a builder copies times too.
 *
 * @param folder an empty folder.
 * @param sourceDateEpoch seconds since 1970.
 */
export async function makeContext(
  image: OwnImage,
  folder: string,
  sourceDateEpoch: number,
): Promise<void> {
  const { code, licences } = await bundle(image.entry);
  const app = join(folder, "app");
  await mkdir(app, { mode: 0o755 });
  await writeFile(join(app, `${image.name}.cjs`), code, { mode: 0o644 });
  await writeFile(join(app, "LICENCES.txt"), licences, { mode: 0o644 });
  await copyFile(join(repositoryRoot, image.dockerfile), join(folder, "Dockerfile"));
  for (const file of await readdir(app)) await stamp(join(app, file), sourceDateEpoch);
  await stamp(app, sourceDateEpoch);
}

const stamp = (path: string, seconds: number): Promise<void> => utimes(path, seconds, seconds);
