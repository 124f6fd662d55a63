import { mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/**
 * Makes a folder that appears at once with all that is in it, or not at all. What `fill` is given
 * becomes the folder as soon as it returns.
 *
 * @throws Error `ENOTEMPTY` if by then `directory` holds something, or whatever `fill` throws.
 */
export function writeWholeFolder(directory: string, fill: (fresh: string) => void): void {
  const target = resolve(directory);
  mkdirSync(dirname(target), { recursive: true });
  const fresh = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  try {
    fill(fresh);
    renameSync(fresh, target);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
}
