import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { repositoryRoot } from "../../sandbox/layout";

const run = promisify(execFile);

/** The program of another team that this repository ships. */
export const consumerDirectory = join(repositoryRoot, "examples", "consumer");

export const READER = "nephoran-multi-region";

const manifestSchema = z.looseObject({
  version: z.string().optional(),
  license: z.string().optional(),
  engines: z.record(z.string(), z.string()).optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
});

/** The package.json of a folder. */
export const manifestOf = (directory: string) =>
  manifestSchema.parse(JSON.parse(readFileSync(join(directory, "package.json"), "utf8")));

/**
 * Makes the package as `npm run pack:outputs` does, and unpacks it.
 *
 * @returns the folder that it is in, named as an installed package's.
 */
export async function unpackedReader(directory: string): Promise<string> {
  const pack = ["run", "pack:outputs", "--silent", "--", "--pack-destination", directory];
  const { stdout } = await run("npm", pack, { cwd: repositoryRoot, timeout: 120_000 });
  const tarball = stdout.trim().split("\n").at(-1) ?? "";
  const target = join(directory, "node_modules", READER);
  mkdirSync(target, { recursive: true });
  const unpack = ["-xzf", join(directory, tarball), "-C", target, "--strip-components=1"];
  await run("tar", unpack, { timeout: 30_000 });
  return target;
}

/**
 * Copies the example to `directory`, with all that `npm install` would give it and nothing else: the
 * packages that it and the reader declare, as links to this repository's own.
 */
export async function installConsumer(directory: string): Promise<void> {
  cpSync(consumerDirectory, directory, {
    recursive: true,
    filter: (source) => !source.includes("node_modules"),
  });
  const reader = manifestOf(await unpackedReader(directory));
  const own = manifestOf(directory);
  const declared = [own.dependencies, own.devDependencies, reader.dependencies];
  for (const name of Object.keys(
    Object.assign({}, ...declared, reader.peerDependencies) as object,
  )) {
    if (name === READER) continue;
    const link = join(directory, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(repositoryRoot, "node_modules", name), link);
  }
}
