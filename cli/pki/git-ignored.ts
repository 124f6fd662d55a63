import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { OperatorError } from "../../config/operator-error";

const TIMEOUT_MS = 10_000;

/**
 * Makes sure that git would not take a folder's files along; outside of a work tree it cannot.
 *
 * @throws OperatorError if it would.
 */
export function requireGitIgnored(directory: string): void {
  const target = resolve(directory);
  let above = dirname(target);
  while (!existsSync(above)) above = dirname(above);
  const { status } = spawnSync("git", ["check-ignore", "--quiet", join(target, "authority.json")], {
    cwd: above,
    timeout: TIMEOUT_MS,
    stdio: "ignore",
  });
  // 0: ignored, 1: not; anything else: no work tree, or no git.
  if (status !== 1) return;
  throw new OperatorError(
    `${target} lies in a git work tree that does not ignore it: the authority's keys would be ` +
      "committed. Nothing was made. Add the folder to .gitignore, or name one elsewhere with " +
      "--authority.",
  );
}
