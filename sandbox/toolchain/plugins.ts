import { chmod, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readEnvironment, type ToolchainEnvironment } from "./environment";
import { findPlugin } from "./pulumi-installation";
import { findExecutable } from "./search-path";
import type { VersionRange } from "./version";

/** The releases of the random plugin that `@pulumi/random` of this repository speaks to. */
const RANDOM_ACCEPTS: VersionRange = { atLeast: "4.16.0", below: "5.0.0" };

/** Which random provider the folder offers: the path of a real plugin, or the repository's own. */
export interface WrittenPlugins {
  readonly random: string;
  readonly isRandomReal: boolean;
}

/**
 * Fills a folder with the plugins that Pulumi looks for on the PATH and that depend on where the
 * checkout is. Safe to repeat; each file appears at once.
 *
 * `pulumi-analyzer-policy` runs policy packs with the `@pulumi/pulumi` of this repository, which is
 * what the script of a Pulumi installation does with the one of the policy pack.
 * `pulumi-resource-random` is a real plugin if Pulumi has installed one that fits, or if one is on
 * the PATH: somebody put it there on purpose, and Pulumi would take it as well. Otherwise it runs
 * the repository's offline stand-in.
 *
 * @param folder to be put on the PATH.
 */
export async function writePlugins(
  folder: string,
  repositoryRoot: string,
  environment: ToolchainEnvironment = readEnvironment(),
): Promise<WrittenPlugins> {
  await mkdir(folder, { recursive: true });
  const modules = join(repositoryRoot, "node_modules");
  await writeScript(join(folder, "pulumi-analyzer-policy"), [
    join(modules, "@pulumi/pulumi/cmd/run-policy-pack"),
  ]);

  const random = join(folder, "pulumi-resource-random");
  const real =
    (await findPlugin(environment.pulumiPlugins, "random", RANDOM_ACCEPTS))?.path ??
    (await findExecutable(
      "pulumi-resource-random",
      environment.path.filter((entry) => entry !== folder),
    ));
  if (real !== undefined) {
    await replace(random, (partial) => symlink(real, partial));
    return { random: real, isRandomReal: true };
  }
  const standIn = join(repositoryRoot, "sandbox/random-provider/start.mjs");
  await writeScript(random, [standIn]);
  return { random: standIn, isRandomReal: false };
}

/** A script that becomes this very Node, so that signals and standard input reach the program. */
async function writeScript(file: string, args: readonly string[]): Promise<void> {
  const words = [process.execPath, ...args].map(quote).join(" ");
  await replace(file, async (partial) => {
    await writeFile(
      partial,
      `#!/bin/sh\n# Written by the sandbox at every start.\nexec ${words} "$@"\n`,
    );
    await chmod(partial, 0o755);
  });
}

async function replace(file: string, make: (partial: string) => Promise<void>): Promise<void> {
  const partial = `${file}.${process.pid}.partial`;
  await rm(partial, { force: true });
  await make(partial);
  await rename(partial, file);
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
