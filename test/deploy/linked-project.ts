import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readProject } from "../../config/files";
import { stackFile } from "../../config/program-config";
import { TOPOLOGY_FILE } from "../../config/topology";
import { repositoryRoot, sandboxLayout } from "../../sandbox/layout";
import { sandboxEnvironment } from "../../sandbox/stacks/engine";
import { linkNodeSettings } from "../../sandbox/stacks/work-project";
import { writePlugins } from "../../sandbox/toolchain/plugins";
import { requireToolchain } from "../../sandbox/toolchain/toolchain";

/** A project of the shipped topology whose program needs no cluster, with a backend of its own. */
export interface LinkedProject {
  readonly directory: string;
  /** Folder with the locks on its stacks. */
  readonly locks: string;
  /** The whole environment of the engine. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
}

/**
 * Stacks that read each other as the real ones do: each promises an address and a secret, and knows
 * the addresses of the others. `prelude` runs before any of that.
 */
export const linkedProgram = (prelude = ""): string => `
import * as pulumi from "@pulumi/pulumi";

export = async () => {
  const own = pulumi.getStack();
  const topology = new pulumi.Config().requireObject<{ regions: { name: string }[] }>("topology");
  ${prelude}
  const peers = [];
  for (const { name } of topology.regions.filter((region) => region.name !== own)) {
    const stack = new pulumi.StackReference(\`organization/nephoran/\${name}\`);
    const { value } = await stack.getOutputDetails("region");
    peers.push({ name, gatewayAddress: value?.gateway.address ?? null });
  }
  return {
    region: { schemaVersion: 1, name: own, gateway: { address: \`\${own}.example\` } },
    regionSecrets: pulumi.secret({ schemaVersion: 1, token: \`secret of \${own}\` }),
    regionWiring: { schemaVersion: 1, peers },
  };
};
`;

/** Writes such a project into an empty folder. */
export async function linkedProject(folder: string, program: string): Promise<LinkedProject> {
  const layout = sandboxLayout(folder);
  const toolchain = await requireToolchain(["pulumi"]);
  for (const each of [layout.project, layout.backend]) mkdirSync(each, { recursive: true });
  const { topology } = readProject(repositoryRoot);
  for (const name of [TOPOLOGY_FILE, ...topology.regions.map((region) => stackFile(region.name))]) {
    copyFileSync(join(repositoryRoot, name), join(layout.project, name));
  }
  linkNodeSettings(layout.project);
  writeFileSync(join(layout.project, "index.ts"), program);
  writeFileSync(layout.passphrase, "of a test");
  await writePlugins(layout.plugins, repositoryRoot);
  return {
    directory: layout.project,
    locks: join(layout.backend, ".pulumi", "locks", "organization", "nephoran"),
    environment: sandboxEnvironment(layout, toolchain, process.env),
  };
}
