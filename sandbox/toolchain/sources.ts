import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { modulesFolder } from "./cache";
import type { GoModuleName } from "./go-modules";
import { kubernetesPlugin } from "./go-tools";

/** The Go module of Pulumi's Kubernetes plugin, and where the files lie that the plugin embeds. */
const PLUGIN_MODULE = "github.com/pulumi/pulumi-kubernetes/provider/v4";
const PLUGIN_FILES = "cmd/pulumi-resource-kubernetes";

/** Gives the folder of a Go module's sources, downloaded if need be. */
export type ModuleFolder = (goModule: string) => Promise<string>;

/**
 * Copies one of our modules to where it is built, and adds what it embeds, so that the checkout
 * stays as it is.
 */
export async function prepareSources(
  module: GoModuleName,
  folder: string,
  moduleFolder: ModuleFolder,
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(join(modulesFolder, module), folder, { recursive: true });
  if (module === "pulumi") {
    await embedPluginFiles(join(await moduleFolder(PLUGIN_MODULE), PLUGIN_FILES), folder);
  }
}

/** The plugin wants both files without white space, and its schema with the version that it serves. */
async function embedPluginFiles(from: string, folder: string): Promise<void> {
  const schema = await readJson(join(from, "schema.json"));
  const mapping = await readJson(join(from, "terraform-mapping.json"));
  const to = join(folder, "provider");
  await writeFile(
    join(to, "schema.json"),
    JSON.stringify({ ...schema, version: kubernetesPlugin }),
  );
  await writeFile(join(to, "terraform-mapping.json"), JSON.stringify(mapping));
}

async function readJson(file: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
}
