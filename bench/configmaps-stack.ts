import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { stackFile } from "../config/program-config";
import { TOPOLOGY_FILE } from "../config/topology";
import { repositoryRoot } from "../sandbox/layout";
import { Engine } from "../sandbox/stacks/engine";
import { linkNodeSettings } from "../sandbox/stacks/work-project";
import type { EmptyStack, RegionLab } from "./region-lab";

const PROJECT = "bare-configmaps";

/**
 * Makes the project of bench/configmaps: the same engine, API server, Node settings and modules as a
 * region's.
 */
export async function configMapsStack(
  lab: RegionLab,
  count: number,
  signal: AbortSignal,
): Promise<EmptyStack> {
  const folder = join(lab.layout.directory, PROJECT);
  mkdirSync(folder);
  linkNodeSettings(folder);
  symlinkSync(join(repositoryRoot, "bench/configmaps/index.ts"), join(folder, "index.ts"));
  writeYaml(join(folder, TOPOLOGY_FILE), { name: PROJECT, main: "index.ts", runtime: "nodejs" });

  const name = `${count}-configmaps`;
  const settings = { kubeconfig: lab.layout.kubeconfig, context: lab.region, count };
  writeYaml(join(folder, stackFile(name)), {
    config: Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [`${PROJECT}:${key}`, value]),
    ),
  });
  const engine = new Engine({ ...lab.layout, project: folder }, lab.environment);
  await engine.init([name], signal);
  return { engine, name, folder };
}

const writeYaml = (file: string, content: unknown): void => {
  writeFileSync(file, stringify(content));
};
