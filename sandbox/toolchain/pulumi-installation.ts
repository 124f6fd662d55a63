import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ToolName } from "./catalog";
import type { ToolchainEnvironment } from "./environment";
import { goTools } from "./go-tools";
import { probeVersion } from "./probe";
import { type Finding, findExecutable, type Origin } from "./search-path";
import {
  compareVersions,
  findVersion,
  isWithin,
  rangeText,
  type Version,
  type VersionRange,
  versionText,
} from "./version";

/** A plugin that Pulumi has installed, with the version that its folder names. */
export interface InstalledPlugin {
  readonly path: string;
  readonly version: Version;
}

/**
 * The Pulumi that a user has installed: CLI, language host and Kubernetes plugin, all or none. The
 * host has to lie beside the CLI, since the two are released together and the host cannot tell its
 * version; the plugin cannot tell either, so only one in Pulumi's own folder, which is named after
 * the version, is trusted.
 *
 * @returns what to say of each of the three; of nothing if there is no `pulumi` on the path.
 */
export async function findPulumi(
  environment: ToolchainEnvironment,
  path: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<ToolName, Finding>> {
  const cli = await findExecutable("pulumi", path);
  if (cli === undefined) return new Map();
  const refuse = (reason: string) =>
    new Map<ToolName, Finding>([["pulumi", { refused: [{ path: cli, reason }] }]]);

  const { accepts, versionArguments } = goTools.pulumi;
  const told = await probeVersion(cli, versionArguments, environment.variables, signal);
  if (!told) return refuse("does not tell its version");
  const version = versionText(told);
  if (!isWithin(told, accepts)) return refuse(`is ${version}, wanted is ${rangeText(accepts)}`);

  const host = await findExecutable("pulumi-language-nodejs", [dirname(cli)]);
  if (host === undefined) return refuse("has no pulumi-language-nodejs beside it");

  const wanted = goTools["pulumi-resource-kubernetes"].accepts;
  const plugin = await findPlugin(environment.pulumiPlugins, "kubernetes", wanted);
  if (!plugin) {
    return refuse(
      `has no Kubernetes plugin ${rangeText(wanted)} in ${environment.pulumiPlugins} ` +
        `(\`pulumi plugin install resource kubernetes v${wanted.atLeast}\` puts it there)`,
    );
  }
  const take = (file: string, origin: Origin, release: string): Finding => ({
    found: { path: file, origin, version: release },
    refused: [],
  });
  return new Map<ToolName, Finding>([
    ["pulumi", take(cli, "PATH", version)],
    ["pulumi-language-nodejs", take(host, "PATH", version)],
    [
      "pulumi-resource-kubernetes",
      take(plugin.path, "Pulumi's plugins", versionText(plugin.version)),
    ],
  ]);
}

/** The newest acceptable resource plugin of a name that Pulumi has installed. */
export async function findPlugin(
  pluginsFolder: string,
  name: string,
  accepts: VersionRange,
): Promise<InstalledPlugin | undefined> {
  const prefix = `resource-${name}-v`;
  const folders = (await readdir(pluginsFolder).catch(() => [])).filter((folder) =>
    folder.startsWith(prefix),
  );
  const plugins = await Promise.all(
    folders.map(async (folder) => {
      const version = findVersion(folder.slice(prefix.length));
      const path = await findExecutable(`pulumi-resource-${name}`, [join(pluginsFolder, folder)]);
      return version && path !== undefined && isWithin(version, accepts) ? [{ path, version }] : [];
    }),
  );
  return plugins.flat().sort((a, b) => compareVersions(b.version, a.version))[0];
}
