import { basename, dirname, join, posix } from "node:path";
import type { LiveTools } from "../images/tools";

/** Where containers have this machine's programs: no pod mounts anything there, as many do at /tmp. */
const INSIDE = "/sandbox-programs";

/** The tools as a container has them, and what of this machine it takes, by path inside. */
export interface ToolsInside {
  readonly tools: LiveTools;
  readonly binds: Readonly<Record<string, string>>;
}

/**
 * What the programs of known images need of this machine: the folders in which they are, and the
 * packages of this checkout. Nothing else of the checkout, whose state folder holds secrets.
 */
export function toolsInside(tools: LiveTools): ToolsInside {
  const { repository, bundles, postgres, ...programs } = tools;
  const at = (name: string): string => posix.join(INSIDE, name);
  const named = Object.entries(programs);
  return {
    tools: {
      ...(Object.fromEntries(
        named.map(([name, path]) => [name, posix.join(at(name), basename(path))]),
      ) as typeof programs),
      repository,
      bundles: at("bundles"),
      ...(postgres !== undefined && { postgres: at("postgres") }),
    },
    binds: {
      [at("node_modules")]: join(repository, "node_modules"),
      [at("bundles")]: bundles,
      ...(postgres !== undefined && { [at("postgres")]: postgres }),
      ...Object.fromEntries(named.map(([name, path]) => [at(name), dirname(path)])),
    },
  };
}
