import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isSeq, parseDocument } from "yaml";
import { stackFile } from "../../config/program-config";
import { TOPOLOGY_FILE } from "../../config/topology";
import { repositoryRoot, sandboxLayout } from "../../sandbox/layout";
import { sandboxEnvironment } from "../../sandbox/stacks/engine";
import { linkNodeSettings } from "../../sandbox/stacks/work-project";
import { writePlugins } from "../../sandbox/toolchain/plugins";
import { requireToolchain } from "../../sandbox/toolchain/toolchain";

/** The regions of such a project: the primary, and one without a part in the global control plane. */
export const LINKED = ["us-east-1", "eu-west-1"] as const;

/** A project of two of the shipped regions, with a program and a backend of its own. */
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
  for (const each of [layout.project, layout.backend, layout.temporary]) {
    mkdirSync(each, { recursive: true });
  }
  writeFileSync(join(layout.project, TOPOLOGY_FILE), projectFile());
  for (const name of LINKED.map(stackFile)) {
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

/** The shipped project file with two of its regions. */
function projectFile(): string {
  const document = parseDocument(readFileSync(join(repositoryRoot, TOPOLOGY_FILE), "utf8"));
  const regions = document.getIn(["config", "topology", "value", "regions"]);
  if (!isSeq(regions)) throw new TypeError(`${TOPOLOGY_FILE} has no regions`);
  regions.items = regions.items.filter(
    (region) => isMap(region) && LINKED.some((name) => name === region.get("name")),
  );
  return document.toString();
}
