import { dirname, join } from "node:path";
import type { LiveTools } from "../images/tools";

/**
 * What the programs of known images need of this machine, by path: the folders in which they are,
 * and the packages of this checkout. Nothing else of the checkout, whose state folder holds secrets.
 */
export function toolBinds(tools: LiveTools): Readonly<Record<string, string>> {
  const { repository, bundles, postgres, ...programs } = tools;
  const folders = [
    join(repository, "node_modules"),
    bundles,
    ...(postgres === undefined ? [] : [postgres]),
    ...Object.values(programs).map((path) => dirname(path)),
  ];
  return Object.fromEntries(folders.map((folder) => [folder, folder]));
}
